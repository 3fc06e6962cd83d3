package io.dispatchcloud.server.cloudtest;

import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Settings;
import io.dispatchcloud.server.job.JobFile;
import io.dispatchcloud.server.run.Interrupts;
import io.dispatchcloud.server.show.Ticker;
import io.dispatchcloud.test.stub.StubBehavior;
import io.dispatchcloud.test.stub.StubDriver;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** A pretended account with some faults, to be checked. */
final class Account implements AutoCloseable {
  final StubDriver cloud;
  final StringWriter told = new StringWriter();
  final StringWriter progress = new StringWriter();
  private String file = "account.yaml";
  private Duration timeoutBooting = Duration.ofSeconds(2);
  private Duration destroyTimeout = Duration.ofSeconds(2);
  private final Driver driver;
  private Map<String, Object> parameters = Map.of();
  private boolean destroyExisting;
  private boolean pauses;
  private String command = "stub-has-booted";

  Account(StubBehavior behavior) {
    this(new StubDriver(behavior));
  }

  private Account(StubDriver cloud) {
    this(cloud, cloud);
  }

  /** The cloud seen through another driver. */
  Account(StubDriver cloud, Driver driver) {
    this.cloud = cloud;
    this.driver = driver;
  }

  Account destroyingExisting() {
    destroyExisting = true;
    return this;
  }

  Account pausing() {
    pauses = true;
    return this;
  }

  Account running(String line) {
    command = line;
    return this;
  }

  Account with(Map<String, Object> driverParameters) {
    parameters = driverParameters;
    return this;
  }

  Account named(String name) {
    file = name;
    return this;
  }

  /** With the times that people have. */
  Account patient() {
    timeoutBooting = Duration.ofMinutes(10);
    destroyTimeout = Duration.ofMinutes(10);
    return this;
  }

  JobFile job() {
    DispatcherConfig config =
        DispatcherConfig.builder("checked")
            .set(Settings.PROBE_INTERVAL, Duration.ofMillis(100))
            .set(Settings.TIMEOUT_BOOTING, timeoutBooting)
            .set(Settings.GONE_AFTER, Duration.ofSeconds(1))
            .resourceTag("team", "blue")
            .instanceType(InstanceType.builder("large", 8, 8L << 30, BigDecimal.TEN).build())
            .instanceType(InstanceType.builder("small", 1, 1L << 30, BigDecimal.ONE).build())
            .build();
    return new JobFile(Path.of(file), config, driver, parameters, List.of(), List.of());
  }

  /** Checks it; the exit status. */
  int check() throws InterruptedException {
    try (Interrupts interrupts = Interrupts.listen()) {
      return check(interrupts, InstantSource.system());
    }
  }

  /** The same with signals and a clock of the test's own. */
  int check(Interrupts interrupts, InstantSource clock) throws InterruptedException {
    CheckOptions options = new CheckOptions("", command, destroyExisting, pauses, destroyTimeout);
    return new CloudTestRunner(
            job(),
            options,
            interrupts,
            new ByteArrayInputStream("\n".getBytes(StandardCharsets.UTF_8)),
            new PrintWriter(told),
            new Ticker(new PrintWriter(progress), true, clock),
            clock)
        .run();
  }

  /** What was told of a step: its verdict and what there was to know, without its time. */
  String step(String name) {
    return told.toString()
        .lines()
        .filter(line -> line.matches("(ok|failed) +" + name + " .*"))
        .map(line -> line.replaceFirst(" +" + name + " +[0-9.]+s ", ""))
        .reduce("", (first, second) -> first + second);
  }

  @Override
  public void close() {
    cloud.close();
  }
}
