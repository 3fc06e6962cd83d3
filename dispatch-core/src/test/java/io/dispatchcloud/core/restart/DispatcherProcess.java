package io.dispatchcloud.core.restart;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.core.Dispatcher;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Settings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that is a dispatcher: on instances of this machine, for the store of another. */
final class DispatcherProcess {
  static final int INSTANCES = 20;
  static final String SET = "restart";
  static final String DRAIN = "drain";
  static final int DRAINED = 0;
  static final int NOT_DRAINED = 3;
  static final int ABANDONED = 4;

  private DispatcherProcess() {}

  /** Takes the store's port, the directory of the instances, and the file of the private key. */
  public static void main(String[] arguments) throws Exception {
    // For whoever asks afterwards why it failed.
    Logger root = LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    ((ch.qos.logback.classic.Logger) root).setLevel(Level.INFO);
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    boolean drained;
    try (Dispatcher dispatcher =
        Dispatcher.builder(config(Path.of(arguments[2])))
            .driver("local", Map.of("directory", arguments[1], "maxInstances", INSTANCES))
            .controller(RemoteController.at(Integer.parseInt(arguments[0])))
            .listener(event -> root.info("{}", event))
            .build()) {
      dispatcher.start();
      if (!DRAIN.equals(orders.readLine())) {
        // Whoever started this has gone.
        Runtime.getRuntime().halt(ABANDONED);
      }
      drained = dispatcher.drain(Duration.ofMinutes(1));
    }
    System.exit(drained ? DRAINED : NOT_DRAINED);
  }

  private static DispatcherConfig config(Path key) {
    return DispatcherConfig.builder(SET)
        // Two containers of one vCPU each.
        .instanceType(InstanceType.builder("two", 2, 1L << 30, new BigDecimal("0.10")).build())
        .set(Settings.DISPATCH_PRIVATE_KEY, Secret.of("file:" + key))
        .set(Settings.MAX_INSTANCES, (long) INSTANCES)
        .set(Settings.MAX_CLOUD_OPS_PER_SECOND, 0L)
        .set(Settings.RESERVE_EXTRA_RAM, 0L)
        .set(Settings.POLL_INTERVAL, Duration.ofMillis(500))
        .set(Settings.PROBE_INTERVAL, Duration.ofSeconds(5))
        .set(Settings.SYNC_INTERVAL, Duration.ofSeconds(1))
        .set(Settings.GONE_AFTER, Duration.ZERO)
        .set(Settings.TIMEOUT_IDLE, Duration.ofSeconds(2))
        .build();
  }
}
