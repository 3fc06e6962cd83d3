package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.core.pretend.PretendHost;
import io.dispatchcloud.core.pretend.PretendHost.Payload;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The counters and timers, in virtual time")
class CountersTest {
  private static final Offset<Double> EXACT = within(1e-9);

  private final Readings readings = new Readings();
  private final VirtualDispatcher dispatcher =
      new VirtualDispatcher(1, VirtualDispatcher.defaults(), readings);

  private PretendHost startOne(Duration runs) {
    dispatcher.cloud.payloads = id -> new Payload(runs, 0);
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.RUNNING);
    return dispatcher.cloud.living().get(0);
  }

  private void awaitEmpty() {
    dispatcher.await(() -> dispatcher.snapshot().workers().isEmpty() && dispatcher.allFinished());
    dispatcher.loop.advance(Duration.ofSeconds(3));
  }

  private static void assertOne(List<Duration> times, Duration least, Duration most) {
    assertThat(times).hasSize(1);
    assertThat(times.get(0)).isBetween(least, most);
  }

  @Test
  @DisplayName("MET boot.outcomes{success}: an instance that came up, once")
  void bootSucceeds() {
    startOne(Duration.ofMinutes(1));
    awaitEmpty();

    assertThat(readings.count(Metric.BOOT_OUTCOMES, "success")).isEqualTo(1);
    assertThat(readings.total(Metric.BOOT_OUTCOMES)).isEqualTo(1);
  }

  @Test
  @DisplayName("MET boot.outcomes: what another dispatcher created is not counted")
  void bootOfOthers() {
    startOne(Duration.ofMinutes(10));
    dispatcher.crashAndRestart();
    awaitEmpty();

    assertThat(readings.total(Metric.BOOT_OUTCOMES)).isEqualTo(1);
    assertThat(readings.times(Metric.INSTANCES_TIME_TO_READY)).hasSize(1);
    assertThat(readings.times(Metric.CONTAINERS_TIME_TO_START)).hasSize(1);
  }

  @Test
  @DisplayName("MET boot.outcomes{failure}, boot.failures.cost: one that never answers")
  void bootFails() {
    dispatcher.cloud.bootTime = Duration.ofDays(1);
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> readings.count(Metric.BOOT_OUTCOMES, "failure") == 1);
    dispatcher.loop.advance(Duration.ofSeconds(5));

    assertThat(readings.times(Metric.INSTANCES_TIME_TO_SSH)).isEmpty();
    // At least timeoutBooting at 0.10 an hour.
    assertThat(readings.count(Metric.BOOT_FAILURES_COST)).isBetween(0.0166, 0.03);
    assertThat(readings.count(Metric.INSTANCES_COST, "booting"))
        .isGreaterThanOrEqualTo(readings.count(Metric.BOOT_FAILURES_COST));
  }

  @Test
  @DisplayName("MET boot.outcomes{aborted}: shut down before it was up")
  void bootAborted() {
    dispatcher.cloud.bootTime = Duration.ofMinutes(5);
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> dispatcher.cloud.living().size() == 1);
    dispatcher.loop.advance(Duration.ofSeconds(30));
    dispatcher.active().pool().killInstance(dispatcher.cloud.living().get(0).id(), "test");

    assertThat(readings.count(Metric.BOOT_OUTCOMES, "aborted")).isEqualTo(1);
    assertThat(readings.total(Metric.BOOT_OUTCOMES)).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "MET boot.outcomes{disappeared}, instances.disappeared{booting}: gone before it was up")
  void bootDisappears() {
    dispatcher.cloud.bootTime = Duration.ofMinutes(9);
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> dispatcher.cloud.living().size() == 1);
    dispatcher.loop.advance(Duration.ofSeconds(30));
    dispatcher.cloud.living().get(0).destroyed = true;
    dispatcher.await(() -> readings.knows(Metric.INSTANCES_DISAPPEARED));

    assertThat(readings.count(Metric.BOOT_OUTCOMES, "disappeared")).isEqualTo(1);
    assertThat(readings.count(Metric.INSTANCES_DISAPPEARED, "booting")).isEqualTo(1);
    assertThat(readings.times(Metric.INSTANCES_TIME_TO_GONE)).isEmpty();
  }

  @Test
  @DisplayName("MET instances.disappeared{running}: an instance that was lost")
  void lost() {
    startOne(Duration.ofHours(1)).destroyed = true;
    dispatcher.await(() -> readings.knows(Metric.INSTANCES_DISAPPEARED));

    assertThat(readings.count(Metric.INSTANCES_DISAPPEARED, "running")).isEqualTo(1);
    assertThat(readings.total(Metric.INSTANCES_DISAPPEARED)).isEqualTo(1);
  }

  @Test
  @DisplayName("MET instances.disappeared{shutdown}, instances.time.to.gone: from the shutdown")
  void gone() {
    startOne(Duration.ofMinutes(1));
    dispatcher.await(() -> dispatcher.cloud.living().isEmpty());
    awaitEmpty();

    assertThat(readings.count(Metric.INSTANCES_DISAPPEARED, "shutdown")).isEqualTo(1);
    // Listings over two minutes, one a minute.
    assertOne(
        readings.times(Metric.INSTANCES_TIME_TO_GONE),
        Duration.ofMinutes(2),
        Duration.ofMinutes(4));
  }

  @Test
  @DisplayName("MET instances.time.to.ssh: until a command ran there, whatever the boot probe says")
  void timeToSsh() {
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> dispatcher.cloud.living().size() == 1);
    PretendHost host = dispatcher.cloud.living().get(0);
    host.bootProbeFails = true;
    dispatcher.loop.advance(Duration.ofMinutes(2));
    assertOne(
        readings.times(Metric.INSTANCES_TIME_TO_SSH),
        Duration.ofSeconds(30),
        Duration.ofSeconds(45));
    assertThat(readings.times(Metric.INSTANCES_TIME_TO_READY)).isEmpty();

    host.bootProbeFails = false;
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.RUNNING);
    assertThat(readings.times(Metric.INSTANCES_TIME_TO_SSH)).hasSize(1);
    assertOne(
        readings.times(Metric.INSTANCES_TIME_TO_READY),
        Duration.ofMinutes(2),
        Duration.ofMinutes(3));
  }

  @Test
  @DisplayName("MET containers.time.to.start: from when it was submitted")
  void timeToStart() {
    startOne(Duration.ofMinutes(1));
    awaitEmpty();

    assertOne(
        readings.times(Metric.CONTAINERS_TIME_TO_START),
        Duration.ofSeconds(30),
        Duration.ofSeconds(50));
  }

  @Test
  @DisplayName("MET containers.time.to.start: and anew from when it was requeued")
  void timeToStartAgain() {
    PretendHost host = startOne(Duration.ofHours(1));
    dispatcher.loop.advance(Duration.ofMinutes(20));
    host.destroyed = true;
    dispatcher.await(() -> dispatcher.starts().size() == 2);
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.RUNNING);

    List<Duration> times = readings.times(Metric.CONTAINERS_TIME_TO_START);
    assertThat(times).hasSize(2);
    assertThat(times.get(1)).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(2));
  }

  @Test
  @DisplayName("MET containers.time.to.start: a start whose answer was lost counts when it is seen")
  void startUnknown() {
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> dispatcher.cloud.living().size() == 1);
    dispatcher.cloud.living().get(0).loseStartAnswers = true;
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.RUNNING);

    assertThat(readings.times(Metric.CONTAINERS_TIME_TO_START)).hasSize(1);
  }

  @Test
  @DisplayName("MET instances.run.probe{outcome}")
  void runProbe() {
    PretendHost host = startOne(Duration.ofHours(1));
    dispatcher.loop.advance(Duration.ofMinutes(2));
    int good = readings.times(Metric.INSTANCES_RUN_PROBE, "success").size();
    assertThat(good).isGreaterThan(8);
    assertThat(readings.times(Metric.INSTANCES_RUN_PROBE, "failure"))
        .as("boot probes that fail are no run probes")
        .isEmpty();
    assertThat(readings.times(Metric.INSTANCES_RUN_PROBE, "success"))
        .allSatisfy(took -> assertThat(took).isPositive());

    host.cutOff = true;
    dispatcher.loop.advance(Duration.ofMinutes(2));
    assertThat(readings.times(Metric.INSTANCES_RUN_PROBE, "failure")).hasSizeGreaterThan(8);
    assertThat(readings.times(Metric.INSTANCES_RUN_PROBE, "success")).hasSizeLessThan(good + 3);
  }

  @Test
  @DisplayName("MET scheduler.pass: each pass, of which there is one at each refresh at least")
  void pass() {
    startOne(Duration.ofHours(1));
    int before = readings.times(Metric.SCHEDULER_PASS).size();
    dispatcher.loop.advance(Duration.ofMinutes(5));

    assertThat(readings.times(Metric.SCHEDULER_PASS)).hasSizeGreaterThan(before + 20);
  }

  @Test
  @DisplayName("MET driver.operations{operation,error}, driver.operations.duration")
  void driverOperations() {
    dispatcher.cloud.nextCreateFailures.add(new CloudException("no"));
    startOne(Duration.ofMinutes(1));
    awaitEmpty();

    assertThat(readings.count(Metric.DRIVER_OPERATIONS, "create", "true")).isEqualTo(1);
    assertThat(readings.count(Metric.DRIVER_OPERATIONS, "create", "false")).isEqualTo(1);
    assertThat(readings.count(Metric.DRIVER_OPERATIONS, "destroy", "false")).isPositive();
    assertThat(readings.times(Metric.DRIVER_OPERATIONS_DURATION, "list", "false"))
        .hasSize((int) readings.count(Metric.DRIVER_OPERATIONS, "list", "false"));
  }

  @Test
  @DisplayName("MET instances.cost{category}, containers.cost: the parts sum to what all cost")
  void costs() {
    startOne(Duration.ofMinutes(10));
    awaitEmpty();

    CostReport report = dispatcher.active().pool().costs().get();
    assertThat(readings.total(Metric.INSTANCES_COST))
        .isCloseTo(report.total().doubleValue(), EXACT);
    assertThat(report.total()).isPositive();
    double containers = readings.count(Metric.CONTAINERS_COST);
    assertThat(containers)
        .isEqualTo(readings.count(Metric.INSTANCES_COST, "inuse"))
        .isCloseTo(report.containers().get(0).cost().doubleValue(), EXACT);
    assertThat(readings.count(Metric.INSTANCES_COST, "shutdown"))
        .isCloseTo(report.overheads().get(CostReport.Overhead.SHUTDOWN).doubleValue(), EXACT);
    assertThat(readings.amounts).allSatisfy(amount -> assertThat(amount).isNotNegative());
  }

  @Test
  @DisplayName("MET cost counters grow while a container runs, and go on after a restart")
  void costsGrow() {
    startOne(Duration.ofHours(5));
    dispatcher.loop.advance(Duration.ofMinutes(30));
    double half = readings.count(Metric.CONTAINERS_COST);
    assertThat(half).isBetween(0.049, 0.051);

    dispatcher.crashAndRestart();
    dispatcher.loop.advance(Duration.ofMinutes(30));
    assertThat(readings.count(Metric.CONTAINERS_COST)).isBetween(0.097, 0.102);
  }
}
