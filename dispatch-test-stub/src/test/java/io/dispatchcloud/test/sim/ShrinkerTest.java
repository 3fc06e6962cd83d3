package io.dispatchcloud.test.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
@DisplayName("The shrinker")
class ShrinkerTest {
  /** A world in which a rule breaks when VMs die at all, and there are three containers. */
  private static SimulationResult run(FaultPlan faults, int containers) {
    boolean breaks = faults.rate(Fault.VM_DIES) >= 0.1 && containers >= 3;
    Violation violation = breaks ? new Violation("CTR-7", "twice", Duration.ZERO, 1) : null;
    return result(faults, containers, violation);
  }

  private static SimulationResult result(
      FaultPlan faults, int containers, @Nullable Violation violation) {
    SimulationFigures none = Simulation.builder().containers(1).run().figures();
    return new SimulationResult(
        4, faults, containers, violation, List.of(), none, List.of(), List.of());
  }

  @Test
  @DisplayName("finds the one fault, its least rate and the fewest containers")
  void shrinks() {
    SimulationResult smallest =
        Shrinker.shrink(run(FaultPlan.storm(), 100), ShrinkerTest::run, 1_000);

    assertThat(smallest.faults().faults()).containsExactly(Fault.VM_DIES);
    assertThat(smallest.faults().rate(Fault.VM_DIES)).isBetween(0.1, 0.2);
    assertThat(smallest.containers()).isEqualTo(3);
  }

  @Test
  @DisplayName("does not spend its runs on one rate: fewer containers come first")
  void containersFirst() {
    SimulationResult failed = result(FaultPlan.storm(), 100, violation());

    SimulationResult smallest =
        Shrinker.shrink(
            failed, (faults, containers) -> result(faults, containers, violation()), 60);

    assertThat(smallest.containers()).isEqualTo(1);
    assertThat(smallest.faults().faults()).isEmpty();
  }

  @Test
  @DisplayName("halves a rate five times at the most")
  void fewHalvings() {
    SimulationResult failed = result(FaultPlan.none().with(Fault.VM_DIES, 32), 1, violation());

    SimulationResult smallest =
        Shrinker.shrink(
            failed,
            (faults, containers) ->
                result(faults, containers, faults.rate(Fault.VM_DIES) > 0 ? violation() : null),
            1_000);

    assertThat(smallest.faults().rate(Fault.VM_DIES)).isEqualTo(1);
  }

  private static Violation violation() {
    return new Violation("CTR-7", "twice", Duration.ZERO, 1);
  }

  @Test
  @DisplayName("runs no more often than it may")
  void bounded() {
    AtomicInteger runs = new AtomicInteger();

    Shrinker.shrink(
        run(FaultPlan.storm(), 100),
        (faults, containers) -> {
          runs.incrementAndGet();
          return run(faults, containers);
        },
        5);

    assertThat(runs).hasValue(5);
  }

  @Test
  @DisplayName("wants a failure")
  void refuses() {
    assertThatThrownBy(() -> Shrinker.shrink(run(FaultPlan.none(), 1), ShrinkerTest::run, 10))
        .hasMessage("failed: 'seed 4'; expected a run that broke a rule");
  }
}
