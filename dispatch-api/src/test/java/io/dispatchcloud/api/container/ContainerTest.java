package io.dispatchcloud.api.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CTR-1 a container's record")
class ContainerTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final InstanceSetId SET = new InstanceSetId("set");
  private static final InstanceId HOST = new InstanceId("i-1");
  private static final RunResult RESULT =
      new RunResult(3, T0.plusSeconds(60), T0.plusSeconds(90), OutputTail.EMPTY, OutputTail.EMPTY);

  private static ContainerSpec.Builder spec() {
    return ContainerSpec.builder("a", Needs.of(1, 1024), RunSpec.of("true"));
  }

  private final Container queued = Container.queued(spec().priority(7).build(), T0);

  @Test
  @DisplayName("begins queued, before its first attempt")
  void begins() {
    assertThat(queued.state()).isEqualTo(ContainerState.QUEUED);
    assertThat(queued.priority()).isEqualTo(7);
    assertThat(queued.createdAt()).isEqualTo(T0);
    assertThat(queued.currentAttempt()).isEmpty();
    assertThat(queued.error()).isEmpty();
  }

  @Test
  @DisplayName("CTR-7 has a cost that all its copies keep, in one form whoever wrote it how")
  void cost() {
    assertThat(queued.cost()).isSameAs(BigDecimal.ZERO);
    Container cost = queued.withCost(new BigDecimal("1.50"));
    assertThat(
            List.of(
                cost.withPriority(3),
                cost.onDemand(),
                cost.locked(SET, 4),
                cost.locked(SET, 4).assigned(HOST),
                cost.locked(SET, 4).assigned(HOST).running(T0),
                cost.locked(SET, 4).requeued("gone"),
                cost.locked(SET, 4).assigned(HOST).running(T0).completed(RESULT),
                cost.cancelled("no")))
        .extracting(Container::cost)
        .containsOnly(new BigDecimal("1.5"));
    assertThat(queued.withCost(new BigDecimal("1.5"))).isEqualTo(cost);
    assertThat(queued.withCost(new BigDecimal("1E+2")))
        .isEqualTo(queued.withCost(new BigDecimal(100)));
    assertThat(queued.withCost(new BigDecimal("0.00")).cost()).isSameAs(BigDecimal.ZERO);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> queued.withCost(new BigDecimal("-0.1")))
        .withMessageContaining("cost: '-0.1'");
  }

  @Test
  @DisplayName("goes through a whole life by copies, and leaves the former ones alone")
  void life() {
    Container locked = queued.locked(SET, 4);
    Container assigned = locked.assigned(HOST);
    Container running = assigned.running(T0.plusSeconds(60));
    Container complete = running.completed(RESULT);

    assertThat(queued.state()).isEqualTo(ContainerState.QUEUED);
    assertThat(locked.currentAttempt()).contains(new Attempt(new ContainerId("a"), 4));
    assertThat(locked.instance()).isNull();
    assertThat(assigned.state()).isEqualTo(ContainerState.LOCKED);
    assertThat(assigned.instance()).isEqualTo(HOST);
    assertThat(running.state()).isEqualTo(ContainerState.RUNNING);
    assertThat(running.startedAt()).isEqualTo(T0.plusSeconds(60));
    assertThat(complete.state()).isEqualTo(ContainerState.COMPLETE);
    assertThat(complete.result()).isEqualTo(RESULT);
    assertThat(complete.startedAt()).isEqualTo(RESULT.startedAt());
    assertThat(complete.instance()).isEqualTo(HOST);
    assertThat(complete.attempt()).isEqualTo(4);
  }

  @Test
  @DisplayName("forgets instance and start when it is requeued, but not the attempt's number")
  void requeued() {
    Container requeued =
        queued.locked(SET, 4).assigned(HOST).running(T0).requeued("its host is gone");

    assertThat(requeued.state()).isEqualTo(ContainerState.QUEUED);
    assertThat(requeued.instance()).isNull();
    assertThat(requeued.startedAt()).isNull();
    assertThat(requeued.attempt()).isEqualTo(4);
    assertThat(requeued.error()).isEqualTo("its host is gone");
    assertThat(requeued.locked(SET, 5).error()).isEmpty();
  }

  @Test
  @DisplayName("keeps where it ran when it is cancelled, with the reason")
  void cancelled() {
    Container cancelled = queued.locked(SET, 4).assigned(HOST).running(T0).cancelled("enough");

    assertThat(cancelled.state()).isEqualTo(ContainerState.CANCELLED);
    assertThat(cancelled.instance()).isEqualTo(HOST);
    assertThat(cancelled.error()).isEqualTo("enough");
    assertThat(cancelled.result()).isNull();
  }

  @Test
  @DisplayName("CTR-4 is on hold with a priority below 1")
  void onHold() {
    assertThat(queued.onHold()).isFalse();
    assertThat(queued.withPriority(1).onHold()).isFalse();
    assertThat(queued.withPriority(0).onHold()).isTrue();
    assertThat(queued.withPriority(Long.MIN_VALUE).onHold()).isTrue();
    assertThat(queued.withPriority(Long.MAX_VALUE).onHold()).isFalse();
  }

  @Test
  @DisplayName("CTR-7 can't be locked without an attempt")
  void lockedNeedsAttempt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> queued.locked(SET, 0))
        .withMessage("attempt: '0'; expected 1 or more when LOCKED");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> queued.running(T0))
        .withMessage("attempt: '0'; expected 1 or more when RUNNING");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> queued.locked(SET, -1))
        .withMessageStartingWith("attempt: '-1'");
  }

  @Test
  @DisplayName("QUEUE-3 belongs to the instance set that has it locked, until it is let go")
  void owner() {
    Container locked = queued.locked(SET, 4);

    assertThat(queued.owner()).isNull();
    assertThat(locked.owner()).isEqualTo(SET);
    assertThat(locked.assigned(HOST).running(T0).withPriority(0).owner()).isEqualTo(SET);
    assertThat(locked.requeued("").owner()).isNull();
    assertThat(locked.running(T0).completed(RESULT).owner()).isNull();
    assertThat(locked.cancelled("").owner()).isNull();
    assertThat(locked.isLockedByOther(SET)).isFalse();
    assertThat(locked.isLockedByOther(new InstanceSetId("other"))).isTrue();
    assertThat(queued.isLockedByOther(SET)).isFalse();
  }

  @Test
  @DisplayName("CTR-6 has labels of its own")
  void labels() {
    Map<String, String> labels = new HashMap<>(Map.of("user", "ada"));
    ContainerSpec spec = spec().labels(labels).build();
    labels.put("user", "eve");

    assertThat(spec.labels()).containsExactly(Map.entry("user", "ada"));
    assertThat(Container.queued(spec, T0).labels()).containsExactly(Map.entry("user", "ada"));
  }

  @Test
  @DisplayName("CTR-5 takes over whether it is a supervisor and preemptible")
  void flags() {
    Container made = Container.queued(spec().supervisor(true).preemptible(true).build(), T0);

    assertThat(made.supervisor()).isTrue();
    assertThat(made.preemptible()).isTrue();
    assertThat(made.locked(SET, 1).supervisor()).isTrue();
    assertThat(queued.supervisor()).isFalse();
    assertThat(queued.preemptible()).isFalse();
  }
}
