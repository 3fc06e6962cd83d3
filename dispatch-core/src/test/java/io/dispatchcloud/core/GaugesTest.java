package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.core.pretend.PretendHost;
import io.dispatchcloud.core.pretend.PretendHost.Payload;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The gauges, in virtual time")
class GaugesTest {
  private static final Duration A_LOOK = Duration.ofMillis(2_500);
  private static final Offset<Double> NEARLY = within(4.0);

  private final Readings readings = new Readings();
  private VirtualDispatcher dispatcher = with(VirtualDispatcher.defaults());

  private VirtualDispatcher with(DispatcherConfig.Builder config) {
    return new VirtualDispatcher(1, config, readings);
  }

  private void startOne(Duration runs) {
    dispatcher.cloud.payloads = id -> new Payload(runs, 0);
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.RUNNING);
    look();
  }

  private void look() {
    dispatcher.loop.advance(A_LOOK);
  }

  @Test
  @DisplayName("MET containers.allocated.not.started: those that wait for their instance's boot")
  void allocated() {
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.submit("b", 1, 1, 1);
    dispatcher.start();
    dispatcher.loop.advance(Duration.ofSeconds(10));

    assertThat(readings.gauge(Metric.CONTAINERS_ALLOCATED_NOT_STARTED)).isEqualTo(2);
    assertThat(readings.gauge(Metric.CONTAINERS_RUNNING)).isZero();
    assertThat(readings.gauge(Metric.CONTAINERS_WAITING, "waiting_for_instance")).isEqualTo(2);
    assertThat(readings.gauge(Metric.QUEUE_ENTRIES, "locked", "small")).isEqualTo(2);
    assertThat(readings.gauge(Metric.INSTANCES, "booting", "small")).isEqualTo(1);
    assertThat(readings.gauge(Metric.INSTANCES_PRICE, "booting")).isEqualTo(0.10);
  }

  @Test
  @DisplayName("MET containers.running, queue.entries: what runs, and of which type")
  void running() {
    startOne(Duration.ofMinutes(5));

    assertThat(readings.gauge(Metric.CONTAINERS_RUNNING)).isEqualTo(1);
    assertThat(readings.gauge(Metric.CONTAINERS_ALLOCATED_NOT_STARTED)).isZero();
    assertThat(readings.gauge(Metric.QUEUE_ENTRIES, "running", "small")).isEqualTo(1);
    assertThat(readings.gauge(Metric.QUEUE_ENTRIES, "locked", "small")).as("not any more").isZero();
    assertThat(readings.gauge(Metric.CONTAINERS_LONGEST_WAIT)).isZero();
  }

  @Test
  @DisplayName("MET instances, instances.price, vcpus, memory{category}: in use, idle, gone")
  void instances() {
    startOne(Duration.ofMinutes(5));
    assertThat(readings.gauge(Metric.INSTANCES, "inuse", "small")).isEqualTo(1);
    assertThat(readings.gauge(Metric.INSTANCES_PRICE, "inuse")).isEqualTo(0.10);
    assertThat(readings.gauge(Metric.VCPUS, "inuse")).isEqualTo(2);
    assertThat(readings.gauge(Metric.MEMORY, "inuse")).isEqualTo(4L * VirtualDispatcher.GIB);

    dispatcher.await(() -> dispatcher.state("a") == ContainerState.COMPLETE);
    look();
    assertThat(readings.gauge(Metric.INSTANCES, "idle", "small")).isEqualTo(1);
    assertThat(readings.gauge(Metric.INSTANCES, "inuse", "small")).isZero();
    assertThat(readings.gauge(Metric.VCPUS, "inuse")).isZero();

    dispatcher.await(() -> dispatcher.cloud.living().isEmpty());
    look();
    assertThat(readings.gauge(Metric.INSTANCES, "shutdown", "small")).isEqualTo(1);
    dispatcher.await(() -> dispatcher.snapshot().workers().isEmpty());
    look();
    assertThat(readings.sum(Metric.INSTANCES)).isZero();
    assertThat(readings.sum(Metric.INSTANCES_PRICE)).isZero();
  }

  @Test
  @DisplayName("MET instances{category=hold}: held with nothing on it; in use while something is")
  void hold() {
    startOne(Duration.ofMinutes(1));
    PretendHost host = dispatcher.cloud.living().get(0);
    dispatcher.active().pool().setBehavior(host.id(), IdleBehavior.HOLD, "test");
    look();
    assertThat(readings.gauge(Metric.INSTANCES, "inuse", "small")).isEqualTo(1);

    dispatcher.await(() -> dispatcher.state("a") == ContainerState.COMPLETE);
    look();
    assertThat(readings.gauge(Metric.INSTANCES, "hold", "small")).isEqualTo(1);
    assertThat(readings.sum(Metric.INSTANCES)).isEqualTo(1);
  }

  @Test
  @DisplayName("MET instances{category=unknown}: found, and not heard of yet")
  void unknown() {
    startOne(Duration.ofMinutes(30));
    dispatcher.cloud.living().get(0).cutOff = true;
    dispatcher.crashAndRestart();
    dispatcher.loop.advance(Duration.ofSeconds(10));

    assertThat(readings.gauge(Metric.INSTANCES, "unknown", "small")).isEqualTo(1);
    assertThat(readings.gauge(Metric.INSTANCES_PRICE, "unknown")).isEqualTo(0.10);
  }

  @Test
  @DisplayName("MET instances, by type: none for a type that is not configured any more")
  void typeGone() {
    startOne(Duration.ofMinutes(30));
    dispatcher.cloud.living().get(0).changeTag("DispatchInstanceType", "no-more");
    dispatcher.crashAndRestart();
    dispatcher.loop.advance(Duration.ofSeconds(30));

    assertThat(readings.gauge(Metric.INSTANCES, "inuse", "none")).isEqualTo(1);
    assertThat(readings.sum(Metric.INSTANCES)).isEqualTo(1);
  }

  @Test
  @DisplayName("MET containers.not.allocated.over.quota, at.quota: no more instances may be")
  void overQuota() {
    dispatcher = with(VirtualDispatcher.defaults().set(Settings.MAX_INSTANCES, 1L));
    for (int i = 0; i < 3; i++) {
      dispatcher.submit("c" + i, 8, 1, 1);
    }
    dispatcher.start();
    dispatcher.loop.advance(Duration.ofSeconds(20));

    assertThat(readings.gauge(Metric.AT_QUOTA)).isEqualTo(1);
    assertThat(readings.gauge(Metric.CONTAINERS_NOT_ALLOCATED_OVER_QUOTA)).isEqualTo(2);
    assertThat(readings.gauge(Metric.CONTAINERS_ALLOCATED_NOT_STARTED)).isEqualTo(1);
  }

  @Test
  @DisplayName("MET budget.per.hour, and who waits for it is over quota")
  void budget() {
    dispatcher =
        with(VirtualDispatcher.defaults().set(Settings.BUDGET_PER_HOUR, new BigDecimal("0.50")));
    dispatcher.submit("a", 8, 1, 1);
    dispatcher.submit("b", 8, 1, 1);
    dispatcher.start();
    dispatcher.loop.advance(Duration.ofSeconds(20));

    assertThat(readings.gauge(Metric.BUDGET_PER_HOUR)).isEqualTo(0.5);
    assertThat(readings.gauge(Metric.CONTAINERS_WAITING, "budget_reached")).isEqualTo(1);
    assertThat(readings.gauge(Metric.CONTAINERS_NOT_ALLOCATED_OVER_QUOTA)).isEqualTo(1);
    assertThat(readings.gauge(Metric.AT_QUOTA)).isZero();
  }

  @Test
  @DisplayName("MET containers.waiting has those that have cost what they may, which is no wait")
  void budgetSpent() {
    dispatcher =
        with(
            VirtualDispatcher.defaults()
                .set(Settings.BUDGET_PER_CONTAINER, new BigDecimal("0.0001")));
    dispatcher.submit("a", 8, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.RUNNING);
    dispatcher.cloud.living().forEach(host -> host.destroyed = true);
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.QUEUED);
    dispatcher.loop.advance(Duration.ofMinutes(1));

    assertThat(readings.gauge(Metric.CONTAINERS_WAITING, "budget_spent")).isEqualTo(1);
    assertThat(readings.gauge(Metric.CONTAINERS_LONGEST_WAIT)).isZero();
    assertThat(readings.gauge(Metric.CONTAINERS_NOT_ALLOCATED_OVER_QUOTA)).isZero();
  }

  @Test
  @DisplayName("MET containers.longest.wait grows while nothing happens, on hold aside")
  void longestWait() {
    dispatcher = with(VirtualDispatcher.defaults().set(Settings.MAX_INSTANCES, 1L));
    dispatcher.cloud.payloads = id -> new Payload(Duration.ofHours(5), 0);
    dispatcher.submit("held", 8, 1, 0);
    dispatcher.submit("a", 8, 1, 1);
    dispatcher.start();
    dispatcher.loop.advance(Duration.ofMinutes(10));
    assertThat(readings.gauge(Metric.CONTAINERS_LONGEST_WAIT)).as("only one on hold").isZero();

    dispatcher.submit("b", 8, 1, 1);
    dispatcher.loop.advance(Duration.ofMinutes(10));
    assertThat(readings.gauge(Metric.CONTAINERS_LONGEST_WAIT)).isCloseTo(600, NEARLY);
    dispatcher.loop.advance(Duration.ofMinutes(10));
    assertThat(readings.gauge(Metric.CONTAINERS_LONGEST_WAIT)).isCloseTo(1_200, NEARLY);
  }

  @Test
  @DisplayName("MET probe.age.max, probe.age.median: since ready instances have answered")
  void probeAges() {
    dispatcher.cloud.payloads = id -> new Payload(Duration.ofHours(5), 0);
    for (int i = 0; i < 3; i++) {
      dispatcher.submit("c" + i, 8, 1, 1);
    }
    dispatcher.start();
    dispatcher.await(
        () ->
            dispatcher.controller.containers().stream()
                .allMatch(each -> each.state() == ContainerState.RUNNING));
    dispatcher.loop.advance(Duration.ofMinutes(1));
    assertThat(readings.gauge(Metric.PROBE_AGE_MAX)).isBetween(0.1, 15.0);

    dispatcher.cloud.living().get(0).cutOff = true;
    dispatcher.loop.advance(Duration.ofMinutes(5));
    assertThat(readings.gauge(Metric.PROBE_AGE_MAX)).isBetween(285.0, 320.0);
    assertThat(readings.gauge(Metric.PROBE_AGE_MEDIAN)).isBetween(0.1, 15.0);
  }

  @Test
  @DisplayName("MET last.503.time, max.concurrent.containers: the store has too much to do")
  void overload() {
    startOne(Duration.ofHours(1));
    assertThat(readings.gauge(Metric.LAST_503_TIME)).as("never").isZero();
    assertThat(readings.gauge(Metric.MAX_CONCURRENT_CONTAINERS)).as("any number").isZero();

    Instant before = dispatcher.loop.instant();
    dispatcher.store.recordStartOverloaded = true;
    dispatcher.submit("b", 1, 1, 1);
    look();
    assertThat(readings.gauge(Metric.LAST_503_TIME))
        .isGreaterThanOrEqualTo((double) before.getEpochSecond());
    assertThat(readings.gauge(Metric.MAX_CONCURRENT_CONTAINERS)).isEqualTo(1);
  }

  @Test
  @DisplayName("MET active, ready: ready is who has read the queue and listed the instances lately")
  void ready() {
    startOne(Duration.ofHours(5));
    assertThat(readings.gauge(Metric.ACTIVE)).isEqualTo(1);
    assertThat(readings.gauge(Metric.READY)).isEqualTo(1);

    dispatcher.cloud.listingFails = true;
    dispatcher.loop.advance(Duration.ofMinutes(10));
    assertThat(readings.gauge(Metric.ACTIVE)).isEqualTo(1);
    assertThat(readings.gauge(Metric.READY)).isZero();
  }

  @Test
  @DisplayName("MET gauges of who does not lead any more are 0, and stay so")
  void ended() {
    startOne(Duration.ofHours(5));
    dispatcher.crash();
    assertThat(readings.notZero()).isEmpty();

    dispatcher.loop.advance(Duration.ofMinutes(1));
    assertThat(readings.notZero()).isEmpty();
  }
}
