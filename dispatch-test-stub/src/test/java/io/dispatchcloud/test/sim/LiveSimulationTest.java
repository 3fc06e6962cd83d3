package io.dispatchcloud.test.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.core.ContainerView;
import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
@DisplayName("A simulation that goes on and can be operated")
class LiveSimulationTest {
  private static final double FAST = 1_000_000;

  private static Simulation simulation(int containers) {
    return Simulation.builder().containers(containers).build();
  }

  private static ContainerId running(LiveSimulation live) {
    await()
        .until(
            () ->
                live.snapshot().containers().stream()
                    .anyMatch(each -> each.container().state() == ContainerState.RUNNING));
    return live.snapshot().containers().stream()
        .filter(each -> each.container().state() == ContainerState.RUNNING)
        .findFirst()
        .map(each -> each.container().id())
        .orElseThrow();
  }

  @Test
  @DisplayName("ends when all has ended, with all events told")
  void ends() {
    List<DispatchEvent> events = new CopyOnWriteArrayList<>();
    try (LiveSimulation live = LiveSimulation.start(simulation(20), FAST);
        Subscription subscription = live.subscribe(events::add)) {
      await().until(() -> !live.isOn());

      assertThat(live.violation()).isEmpty();
      assertThat(live.clock().instant()).isAfter(Timeline.START);
      assertThat(subscription).isNotNull();
    }
    assertThat(events)
        .filteredOn(
            event ->
                event.kind() == DispatchEvent.Kind.CONTAINER_RECORDED
                    || event.kind() == DispatchEvent.Kind.CONTAINER_EXITED)
        .isNotEmpty();
  }

  @Test
  @DisplayName("goes no faster than it is told to")
  void paced() {
    LongSupplier nanoseconds = System::nanoTime;
    long began = nanoseconds.getAsLong();
    try (LiveSimulation live = LiveSimulation.start(simulation(20), 60)) {
      await().until(() -> live.snapshot().state() == DispatcherState.ACTIVE);
      Duration simulated = Duration.between(Timeline.START, live.clock().instant());
      Duration real = Duration.ofNanos(nanoseconds.getAsLong() - began);
      assertThat(simulated).isPositive().isLessThanOrEqualTo(real.multipliedBy(60));
    }
  }

  @Test
  @DisplayName(
      "a busy instance that people kill is no fault of the dispatcher, nor one that is held")
  void ordersAreNoFaults() {
    List<DispatchEvent> events = new CopyOnWriteArrayList<>();
    try (LiveSimulation live = LiveSimulation.start(simulation(200), 300);
        Subscription subscription = live.subscribe(events::add)) {
      running(live);
      InstanceId busy =
          live.snapshot().workers().stream()
              .filter(worker -> worker.state() == WorkerState.RUNNING)
              .map(WorkerView::id)
              .filter(id -> id != null)
              .findFirst()
              .orElseThrow();

      assertThat(live.killInstance(busy, "test")).isTrue();
      await()
          .until(
              () ->
                  events.stream()
                      .anyMatch(
                          event ->
                              event.kind() == DispatchEvent.Kind.INSTANCE_GONE
                                  && event.instance().equals(busy.value())));

      assertThat(subscription).isNotNull();
      assertThat(live.violation()).isEmpty();
      assertThat(live.isOn()).isTrue();
    }
  }

  @Test
  @DisplayName("a listener that throws is heard of in the log alone")
  void listenerThrows() {
    Subscription none;
    try (LiveSimulation live = LiveSimulation.start(simulation(20), FAST)) {
      none =
          live.subscribe(
              event -> {
                throw new IllegalStateException("planted");
              });
      await().until(() -> !live.isOn());
      assertThat(live.violation()).isEmpty();
    }
    none.close();
  }

  private static boolean isCancelled(LiveSimulation live, ContainerId id) {
    return live.snapshot().containers().stream()
        .map(ContainerView::container)
        .anyMatch(each -> each.id().equals(id) && each.state() == ContainerState.CANCELLED);
  }

  @Test
  @DisplayName("is seen, explained and told what to do like a real one")
  void operated() {
    Set<String> events = ConcurrentHashMap.newKeySet();
    try (LiveSimulation live = LiveSimulation.start(simulation(500), 300);
        Subscription subscription =
            live.subscribe(
                event -> {
                  if (event.kind() == DispatchEvent.Kind.CONTAINER_CANCELLED) {
                    events.add(event.container());
                  }
                })) {
      assertThat(subscription).isNotNull();
      ContainerId id = running(live);
      assertThat(live.health().live()).isTrue();
      assertThat(live.explain(id)).isPresent();
      await().until(() -> !live.history(id).isEmpty());

      assertThat(live.killContainer(id, "test")).isTrue();
      await().until(() -> isCancelled(live, id) || events.contains(id.value()));

      assertThat(live.violation()).isEmpty();
      InstanceId instance =
          live.snapshot().workers().stream()
              .map(WorkerView::id)
              .filter(each -> each != null)
              .findFirst()
              .orElseThrow();
      assertThat(live.setIdleBehavior(instance, IdleBehavior.HOLD, "test")).isTrue();
      assertThat(live.killInstance(new InstanceId("nobody"), "test")).isFalse();
      assertThat(live.costs().total()).isPositive();
    }
  }

  @Test
  @DisplayName("tells whoever asks after its end that it is over")
  void over() {
    LiveSimulation live = LiveSimulation.start(simulation(20), FAST);
    live.close();
    live.close();

    assertThat(live.isOn()).isFalse();
    assertThat(live.snapshot().state()).isEqualTo(DispatcherState.CLOSED);
    assertThat(live.health().live()).isFalse();
    assertThatThrownBy(live::costs).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> LiveSimulation.start(simulation(1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("speed: '0.0'");
  }
}
