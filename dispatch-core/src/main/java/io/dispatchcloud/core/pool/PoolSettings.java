package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.HostProfile;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Settings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of the configuration the pool goes by, read once.
 *
 * @param types the configured types by name
 * @param tags the dispatcher's own tags
 * @param host what the hosts are like
 * @param image the disk image; empty for the driver's own
 * @param initCommand what an instance runs at first boot, after writing its secret
 * @param publicKey what instances are created with; null for none
 */
public record PoolSettings(
    Map<String, InstanceType> types,
    Tags tags,
    HostProfile host,
    String image,
    String initCommand,
    @Nullable String publicKey,
    int maxInstances,
    int maxConcurrentCreates,
    int maxProbesPerSecond,
    int maxCloudOpsPerSecond,
    int breakerFailures,
    BigDecimal breakerCap,
    Duration leaseTime,
    Duration syncInterval,
    Duration probeInterval,
    Duration timeoutIdle,
    Duration timeoutBooting,
    Duration timeoutProbe,
    Duration timeoutShutdown,
    Duration timeoutSignal,
    Duration timeoutTerm,
    Duration timeoutStaleRunLock,
    Duration goneAfter,
    Duration quotaRetry) {

  /**
   * Reads the configuration.
   *
   * @param config the configuration
   * @param host what the driver says of its hosts; the configuration overrides it
   * @param publicKey what goes with the private key
   * @return the settings
   */
  public static PoolSettings of(DispatcherConfig config, HostProfile host, String publicKey) {
    return new PoolSettings(
        config.instanceTypes().stream()
            .collect(Collectors.toUnmodifiableMap(InstanceType::name, type -> type)),
        new Tags(config.get(Settings.TAG_KEY_PREFIX), config.instanceSetId()),
        new HostProfile(
            host.secretFile(),
            config.settings().find(Settings.DEPLOY_RUNNER_DIRECTORY).orElse(host.runnerDirectory()),
            config.settings().find(Settings.BOOT_PROBE_COMMAND).orElse(host.bootProbeCommand()),
            host.sudo(),
            config.settings().find(Settings.LEASE_COMMAND).orElse(host.leaseCommand()).strip(),
            config.settings().find(Settings.NOTICE_COMMAND).orElse(host.noticeCommand()).strip()),
        config.settings().find(Settings.IMAGE_ID).orElse(""),
        config.settings().find(Settings.INSTANCE_INIT_COMMAND).orElse(""),
        config.get(Settings.DEPLOY_PUBLIC_KEY) ? publicKey : null,
        Math.toIntExact(config.get(Settings.MAX_INSTANCES)),
        Math.toIntExact(config.get(Settings.MAX_CONCURRENT_INSTANCE_CREATE_OPS)),
        Math.toIntExact(config.get(Settings.MAX_PROBES_PER_SECOND)),
        Math.toIntExact(config.get(Settings.MAX_CLOUD_OPS_PER_SECOND)),
        Math.toIntExact(config.get(Settings.BREAKER_FAILURES)),
        config.get(Settings.BREAKER_CAP),
        config.get(Settings.LEASE_TIME),
        config.get(Settings.SYNC_INTERVAL),
        config.get(Settings.PROBE_INTERVAL),
        config.get(Settings.TIMEOUT_IDLE),
        config.get(Settings.TIMEOUT_BOOTING),
        config.get(Settings.TIMEOUT_PROBE),
        config.get(Settings.TIMEOUT_SHUTDOWN),
        config.get(Settings.TIMEOUT_SIGNAL),
        config.get(Settings.TIMEOUT_TERM),
        config.get(Settings.TIMEOUT_STALE_RUN_LOCK),
        config.get(Settings.GONE_AFTER),
        config.get(Settings.QUOTA_RETRY));
  }
}
