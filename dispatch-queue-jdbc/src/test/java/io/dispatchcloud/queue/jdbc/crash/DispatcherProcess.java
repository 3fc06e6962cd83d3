package io.dispatchcloud.queue.jdbc.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.core.Dispatcher;
import io.dispatchcloud.core.DispatcherBuilder;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.DispatcherException;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.Settings;
import io.dispatchcloud.queue.jdbc.JdbcController;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that is a dispatcher, or stands by; it ends when it has lost the lease. */
final class DispatcherProcess {
  static final String SET = "crash";
  static final int INSTANCES = 10;
  static final int CONTAINERS_EACH = 2;
  static final InstanceType TYPE =
      InstanceType.builder("two", CONTAINERS_EACH, 1L << 30, new BigDecimal("0.10")).build();

  static final String DRAIN = "drain";
  static final int DRAINED = 0;
  static final int NOT_DRAINED = 3;
  static final int ABANDONED = 4;
  static final int LEASE_LOST = 5;
  static final int NOT_STARTED = 6;

  private static final Logger LOG = LoggerFactory.getLogger(DispatcherProcess.class);

  private DispatcherProcess() {}

  /** Takes the store's address, the test's directory, and a cloud's file, or none: local. */
  public static void main(String[] arguments) throws Exception {
    // For whoever asks afterwards why it failed.
    Logger root = LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    ((ch.qos.logback.classic.Logger) root).setLevel(Level.INFO);
    CountDownLatch drain = new CountDownLatch(1);
    Thread orders = new Thread(() -> listen(drain), "orders");
    orders.setDaemon(true);
    orders.start();
    Workplace workplace = new Workplace(Path.of(arguments[1]));
    int status;
    try (JdbcController store = Child.openStore(arguments[0]);
        Dispatcher dispatcher =
            driven(builder(workplace), workplace, arguments)
                .controller(store)
                .listener(event -> LOG.info("{}", event))
                .build()) {
      status = run(dispatcher, drain);
    }
    LOG.info("ends with {}", status);
    System.exit(status);
  }

  private static DispatcherBuilder driven(
      DispatcherBuilder builder, Workplace workplace, String[] arguments) throws Exception {
    return arguments.length > 2
        ? builder.driver(CloudDriver.of(Path.of(arguments[2])), Map.of())
        : builder.driver(
            "local",
            Map.of("directory", workplace.instances().toString(), "maxInstances", INSTANCES));
  }

  private static int run(Dispatcher dispatcher, CountDownLatch drain) throws InterruptedException {
    try {
      dispatcher.start();
    } catch (DispatcherException e) {
      LOG.error("could not start", e);
      return NOT_STARTED;
    }
    LOG.info("is active");
    while (!drain.await(50, TimeUnit.MILLISECONDS)) {
      if (dispatcher.state() != DispatcherState.ACTIVE) {
        return LEASE_LOST;
      }
    }
    return dispatcher.drain(Duration.ofMinutes(1)) ? DRAINED : NOT_DRAINED;
  }

  private static void listen(CountDownLatch drain) {
    try (BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      if (DRAIN.equals(orders.readLine())) {
        drain.countDown();
      } else {
        // Whoever started this has gone.
        Runtime.getRuntime().halt(ABANDONED);
      }
    } catch (IOException e) {
      Runtime.getRuntime().halt(ABANDONED);
    }
  }

  private static DispatcherBuilder builder(Workplace workplace) {
    return Dispatcher.builder(
        DispatcherConfig.builder(SET)
            .instanceType(TYPE)
            .set(Settings.DISPATCH_PRIVATE_KEY, Secret.of("file:" + workplace.key()))
            .set(Settings.MAX_INSTANCES, (long) INSTANCES)
            .set(Settings.MAX_CLOUD_OPS_PER_SECOND, 0L)
            .set(Settings.RESERVE_EXTRA_RAM, 0L)
            .set(Settings.POLL_INTERVAL, Duration.ofSeconds(1))
            .set(Settings.PROBE_INTERVAL, Duration.ofSeconds(5))
            .set(Settings.SYNC_INTERVAL, Duration.ofSeconds(1))
            .set(Settings.GONE_AFTER, Duration.ZERO)
            .set(Settings.TIMEOUT_IDLE, Duration.ofSeconds(5))
            .build());
  }
}
