package io.dispatchcloud.test.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.Dispatcher;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Settings;
import io.dispatchcloud.core.ssh.PrivateKeys;
import io.dispatchcloud.test.stub.VmBehavior.Silence;
import java.math.BigDecimal;
import java.time.Duration;

/** The cloud, the containers and the settings of {@link FullScenarioTest}. */
final class FullScenario {
  static final int CONTAINERS = 200;
  static final int QUOTA = 10;

  private static final long MIB = 1L << 20;
  private static final int FIRST_BOOTS_THAT_FAIL = 3;

  /** One for all dispatchers: to the VMs of the one before, its successor must be let in. */
  private static final Secret KEY = PrivateKeys.generateEd25519();

  private FullScenario() {}

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  static StubBehavior cloud(long seed, StubQueue queue) {
    return StubBehavior.builder()
        .seed(seed)
        .quota(QUOTA)
        .createErrorRate(0.1)
        .madeAllTheSameRate(0.3)
        .destroyErrorRate(0.1)
        .noCapacity("full", CapacityException.Scope.INSTANCE_TYPE)
        .shutdownTime(millis(200))
        .listingLag(millis(100))
        .vms(order -> vm(seed, order))
        .payloads(start -> payload(seed, start))
        .mayStart(queue::isLocked)
        .build();
  }

  /** Of each seven VMs: one dies after a while, one has no runner, one says that it is broken. */
  private static VmBehavior vm(long seed, VmOrder order) {
    double chance = Chance.of(seed, "vm", order.number());
    VmBehavior.Builder vm =
        VmBehavior.builder().bootDelay(millis((long) (100 + 400 * chance))).exitLag(millis(30));
    if (order.type().name().equals("flaky") && order.numberOfItsType() <= FIRST_BOOTS_THAT_FAIL) {
      return vm.neverBoots(true).build();
    }
    switch (order.number() % 7) {
      case 0 -> vm.dies(millis((long) (1_000 + 3_000 * chance)));
      case 1 -> vm.noRunner(true);
      case 2 -> vm.reportsBroken(millis((long) (2_000 * chance)));
      case 3 -> vm.stopsAnswering(millis((long) (1_000 + 5_000 * chance)), Silence.REFUSES);
      default ->
          vm.crashRateBeforeRunning(0.05)
              .crashRateWhileRunning(0.05)
              .stuckLockRate(0.1)
              .detachDelay(millis(20));
    }
    return vm.build();
  }

  private static StubPayload payload(long seed, StubStart start) {
    String id = start.attempt().container().value();
    double chance = Chance.of(seed, "payload " + id, 0);
    return new StubPayload(
        millis((long) (50 + 500 * chance)), exitStatus(id), "this is " + id + "\n", "");
  }

  static int exitStatus(String id) {
    return Math.floorMod(id.hashCode(), 3);
  }

  static void submit(long seed, int count, StubQueue queue) {
    for (int i = 0; i < count; i++) {
      double chance = Chance.of(seed, "needs", i);
      int vcpus = chance < 0.6 ? 1 : chance < 0.8 ? 2 : chance < 0.9 ? 4 : 6;
      queue.submit(
          ContainerSpec.builder("c%03d".formatted(i), Needs.of(vcpus, 64 * MIB), RunSpec.of("true"))
              .priority(1 + i % 3)
              .build());
    }
  }

  /**
   * Drains, and waits until no VM is left. The dispatcher itself may go on for minutes, until it is
   * sure that creates that failed left nothing behind; who sees the cloud from outside need not.
   */
  static void empty(Dispatcher dispatcher, StubDriver cloud) throws InterruptedException {
    if (!dispatcher.drain(Duration.ofMillis(1))) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(cloud.livingVms()).isEmpty());
    }
  }

  static DispatcherConfig config() {
    return DispatcherConfig.builder("full-scenario")
        .instanceType(type("full", 4, "0.09"))
        .instanceType(type("plain", 4, "0.10"))
        .instanceType(type("spare", 4, "0.11"))
        .instanceType(type("flaky", 8, "0.50"))
        .set(Settings.DISPATCH_PRIVATE_KEY, KEY)
        .set(Settings.RESERVE_EXTRA_RAM, 0L)
        .set(Settings.POLL_INTERVAL, millis(300))
        .set(Settings.PROBE_INTERVAL, millis(300))
        .set(Settings.SYNC_INTERVAL, millis(300))
        .set(Settings.TIMEOUT_IDLE, millis(1_000))
        .set(Settings.TIMEOUT_BOOTING, millis(2_500))
        .set(Settings.TIMEOUT_PROBE, millis(1_500))
        .set(Settings.TIMEOUT_SHUTDOWN, millis(500))
        .set(Settings.TIMEOUT_SIGNAL, millis(200))
        .set(Settings.TIMEOUT_TERM, millis(2_000))
        .set(Settings.TIMEOUT_STALE_RUN_LOCK, millis(200))
        .set(Settings.GONE_AFTER, millis(500))
        .set(Settings.QUOTA_RETRY, millis(1_000))
        .set(Settings.STALE_LOCK_TIMEOUT, millis(1_000))
        .set(Settings.MAX_CLOUD_OPS_PER_SECOND, 0L)
        .set(Settings.MAX_INSTANCES, 0L)
        // That one type is broken at first must not cost the minute that the breaker pauses.
        .set(Settings.BREAKER_FAILURES, 20L)
        .build();
  }

  private static InstanceType type(String name, int vcpus, String price) {
    return InstanceType.builder(name, vcpus, 16_384 * MIB, new BigDecimal(price)).build();
  }
}
