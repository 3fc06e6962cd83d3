package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.PricePoint;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.CostReport.ContainerCost;
import io.dispatchcloud.core.CostReport.Overhead;
import io.dispatchcloud.core.pretend.PretendHost;
import io.dispatchcloud.core.pretend.PretendHost.Payload;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An operator steps in, in virtual time")
class OperatingTest {
  private final VirtualDispatcher dispatcher = new VirtualDispatcher(1);

  private void runs(String id) {
    dispatcher.cloud.payloads = command -> new Payload(Duration.ofHours(10), 0);
    dispatcher.submit(id, 1, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> dispatcher.state(id) == ContainerState.RUNNING);
  }

  private boolean kill(String id) {
    return dispatcher.active().kill(new ContainerId(id), "ordered by Ann");
  }

  private static BigDecimal parts(CostReport report) {
    BigDecimal sum = report.earlier();
    for (ContainerCost cost : report.containers()) {
      sum = sum.add(cost.cost());
    }
    return report.overheads().values().stream().reduce(sum, BigDecimal::add);
  }

  @Test
  @DisplayName("kill of a container: cancelled with the reason, and what runs of it is ended")
  void killsWhatRuns() {
    runs("a");
    PretendHost host = dispatcher.cloud.living().get(0);

    assertThat(kill("a")).isTrue();
    dispatcher.await(() -> host.running().isEmpty());

    assertThat(dispatcher.state("a")).isEqualTo(ContainerState.CANCELLED);
    assertThat(dispatcher.container("a").error()).isEqualTo("ordered by Ann");
    dispatcher.loop.advance(Duration.ofMinutes(5));
    assertThat(dispatcher.starts()).containsExactly("a 1");
  }

  @Test
  @DisplayName("kill of a container that waits: it never starts")
  void killsWhatWaits() {
    dispatcher.cloud.bootTime = Duration.ofMinutes(5);
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();

    assertThat(kill("a")).isTrue();
    dispatcher.loop.advance(Duration.ofMinutes(20));

    assertThat(dispatcher.state("a")).isEqualTo(ContainerState.CANCELLED);
    assertThat(dispatcher.starts()).isEmpty();
  }

  @Test
  @DisplayName("kill of a container that waits: it never starts, though the store cancels nothing")
  void neverStartsOnceOrdered() {
    dispatcher.cloud.bootTime = Duration.ofMinutes(5);
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.LOCKED);
    dispatcher.store.cancelFails = true;

    assertThat(kill("a")).isTrue();
    dispatcher.loop.advance(Duration.ofMinutes(20));
    assertThat(dispatcher.starts()).isEmpty();

    dispatcher.store.cancelFails = false;
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.CANCELLED);
    dispatcher.loop.advance(Duration.ofMinutes(5));
    assertThat(dispatcher.starts()).isEmpty();
  }

  @Test
  @DisplayName("kill of a container is carried out even if the store was away when it was ordered")
  void killsThoughTheStoreIsAway() {
    runs("a");
    dispatcher.store.cancelFails = true;
    assertThat(kill("a")).isTrue();
    dispatcher.loop.advance(Duration.ofMinutes(1));
    assertThat(dispatcher.state("a")).isEqualTo(ContainerState.RUNNING);

    dispatcher.store.cancelFails = false;

    dispatcher.await(() -> dispatcher.state("a") == ContainerState.CANCELLED);
  }

  @Test
  @DisplayName("a store that never cancels is asked less and less often, and results are recorded")
  void resultsAreRecordedThoughNothingIsCancelled() {
    dispatcher.cloud.payloads = command -> new Payload(Duration.ofMinutes(10), 0);
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.RUNNING);
    dispatcher.store.cancelFails = true;

    assertThat(kill("a")).isTrue();
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.COMPLETE);

    assertThat(dispatcher.store.cancels).isBetween(10, 20);
  }

  @Test
  @DisplayName("health: not ready while passes fail, for nothing is decided then")
  void passesFail() {
    dispatcher.start();
    dispatcher.loop.advance(Duration.ofMinutes(1));
    dispatcher.passesFail = true;
    dispatcher.submit("a", 1, 1, 1);
    int failures = 0;
    for (int i = 0; i < 1_000; i++) {
      try {
        dispatcher.loop.advance(Duration.ofMillis(100));
      } catch (InternalError planted) {
        // The loop goes on, as the real one does.
        failures++;
      }
    }
    assertThat(failures).isGreaterThan(1);

    Health health = dispatcher.active().health();
    assertThat(health.ready()).isFalse();
    assertThat(health.troubles())
        .anyMatch(trouble -> trouble.startsWith("nothing was decided for 1m"));

    dispatcher.passesFail = false;
    dispatcher.loop.advance(Duration.ofMinutes(1));
    assertThat(dispatcher.active().health().ready()).isTrue();
  }

  @Test
  @DisplayName("a listener that fails, even with an error, changes nothing")
  void listenerFails() {
    dispatcher.failing = "INSTANCE_STATE";
    dispatcher.cloud.payloads = command -> new Payload(Duration.ofSeconds(1), 0);
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();

    dispatcher.await(() -> dispatcher.state("a") == ContainerState.COMPLETE);
    dispatcher.await(() -> dispatcher.cloud.living().isEmpty());
  }

  @Test
  @DisplayName("kill of a container that is not there, or has ended: there is nothing to kill")
  void nothingToKill() {
    dispatcher.cloud.payloads = command -> new Payload(Duration.ofSeconds(1), 0);
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.COMPLETE);

    assertThat(kill("nobody")).isFalse();
    assertThat(kill("a")).isFalse();
    dispatcher.loop.advance(Duration.ofMinutes(1));
    assertThat(dispatcher.state("a")).isEqualTo(ContainerState.COMPLETE);
  }

  @Test
  @DisplayName("health: ready when queue and instances were seen; not when that is long ago")
  void health() {
    dispatcher.start();
    dispatcher.loop.advance(Duration.ofMinutes(1));
    Health well = dispatcher.active().health();
    assertThat(well.live()).isTrue();
    assertThat(well.ready()).isTrue();
    assertThat(well.troubles()).isEmpty();

    dispatcher.cloud.listingFails = true;
    dispatcher.loop.advance(Duration.ofMinutes(10));

    Health ill = dispatcher.active().health();
    assertThat(ill.live()).isTrue();
    assertThat(ill.ready()).isFalse();
    assertThat(ill.troubles())
        .singleElement()
        .asString()
        .startsWith("the instances were last listed")
        .endsWith("ago");
  }

  @Test
  @DisplayName("health: what keeps it from creating instances is a trouble, not a failure")
  void healthAtQuota() {
    VirtualDispatcher small =
        new VirtualDispatcher(1, VirtualDispatcher.defaults().set(Settings.MAX_INSTANCES, 1L));
    small.cloud.payloads = command -> new Payload(Duration.ofHours(10), 0);
    small.submit("a", 8, 1, 1);
    small.submit("b", 8, 1, 1);
    small.start();
    small.await(() -> small.state("a") == ContainerState.RUNNING);

    assertThat(small.active().health().ready()).isTrue();
    assertThat(small.active().health().troubles())
        .containsExactly("there may be no more instances than there are (quota or maxInstances)");
    assertThat(small.snapshot().limits().atQuota()).isTrue();
  }

  @Test
  @DisplayName("costs: containers and overheads sum to what instances cost, at every moment")
  void costs() {
    dispatcher.cloud.payloads = command -> new Payload(Duration.ofMinutes(7), 0);
    for (int i = 0; i < 10; i++) {
      dispatcher.submit("c" + i, 1 + i % 4, 1, 1);
    }
    dispatcher.start();
    while (!dispatcher.allFinished() || !dispatcher.cloud.living().isEmpty()) {
      dispatcher.loop.advance(Duration.ofSeconds(17));
      CostReport report = dispatcher.active().pool().costs().get();
      assertThat(parts(report)).isEqualByComparingTo(report.total());
    }
    dispatcher.loop.advance(Duration.ofMinutes(5));

    CostReport report = dispatcher.active().pool().costs().get();
    assertThat(report.total()).isEqualByComparingTo(dispatcher.snapshot().cost()).isPositive();
    assertThat(report.containers()).hasSize(10).allMatch(cost -> cost.cost().signum() > 0);
    assertThat(report.overheads().get(Overhead.BOOT)).isPositive();
    assertThat(report.overheads().get(Overhead.IDLE)).isPositive();
    assertThat(report.overheads().get(Overhead.FAILED_BOOT)).isEqualByComparingTo("0");
  }

  @Test
  @DisplayName("costs: instances that never came up are failed boots")
  void costsOfFailedBoots() {
    dispatcher.cloud.bootTime = Duration.ofDays(1);
    dispatcher.submit("a", 1, 1, 1);
    dispatcher.start();
    dispatcher.loop.advance(Duration.ofMinutes(30));

    CostReport report = dispatcher.active().pool().costs().get();
    assertThat(report.overheads().get(Overhead.FAILED_BOOT)).isPositive();
    assertThat(parts(report)).isEqualByComparingTo(report.total());
  }

  @Test
  @DisplayName(
      "costs: a preemptible instance costs what its provider charges, from when that is known")
  void costsOfSpot() {
    InstanceType spot =
        InstanceType.builder("spot", 2, 4L << 30, new BigDecimal("0.10")).preemptible(true).build();
    VirtualDispatcher some =
        new VirtualDispatcher(1, VirtualDispatcher.defaults().instanceType(spot));
    some.cloud.payloads = command -> new Payload(Duration.ofHours(100), 0);
    some.controller.submit(
        ContainerSpec.builder("a", Needs.of(1, 1L << 30), RunSpec.of("run"))
            .priority(1)
            .preemptible(true)
            .build());
    some.start();
    some.await(() -> some.state("a") == ContainerState.RUNNING);
    some.cloud.living().get(0).prices =
        List.of(
            new PricePoint(VirtualDispatcher.START, new BigDecimal("0.04")),
            new PricePoint(VirtualDispatcher.START.minusSeconds(60), new BigDecimal("0.05")));
    some.loop.advance(Duration.ofMinutes(2));
    BigDecimal before = some.active().pool().costs().get().total();

    some.loop.advance(Duration.ofHours(10));

    CostReport report = some.active().pool().costs().get();
    assertThat(report.total().subtract(before)).isEqualByComparingTo("0.4");
    assertThat(parts(report)).isEqualByComparingTo(report.total());
    assertThat(report.labels()).isEqualTo(Map.of());
  }
}
