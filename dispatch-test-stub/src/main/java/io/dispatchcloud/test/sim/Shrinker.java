package io.dispatchcloud.test.sim;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes a failing simulation smaller: the fewest containers, then the fewest faults, then lower
 * rates that still break the same rule.
 */
public final class Shrinker {
  private static final int HALVINGS = 5;

  private final BiFunction<FaultPlan, Integer, SimulationResult> simulation;
  private final String rule;
  private int runsLeft;
  private SimulationResult smallest;

  private Shrinker(
      SimulationResult failed,
      BiFunction<FaultPlan, Integer, SimulationResult> simulation,
      int runs) {
    this.simulation = simulation;
    this.smallest = failed;
    this.rule = failed.violation().orElseThrow().rule();
    this.runsLeft = runs;
  }

  /**
   * Makes a failure smaller.
   *
   * @param failed a run that broke a rule
   * @param simulation runs the same seed again with other faults and another number of containers:
   *     the first of them, where there is a workload
   * @param runs how many runs it may take at the most
   * @return the smallest run that was found to break the same rule; the given one if none is
   *     smaller
   * @throws IllegalArgumentException if the run broke no rule
   */
  public static SimulationResult shrink(
      SimulationResult failed,
      BiFunction<FaultPlan, Integer, SimulationResult> simulation,
      int runs) {
    if (failed.violation().isEmpty()) {
      throw new IllegalArgumentException(
          "failed: 'seed " + failed.seed() + "'; expected a run that broke a rule");
    }
    Shrinker shrinker = new Shrinker(failed, simulation, runs);
    // Small runs are quick, and each rate may be lowered many times.
    shrinker.fewerContainers();
    shrinker.fewerFaults();
    shrinker.fewerContainers();
    shrinker.lowerRates();
    shrinker.fewerFaults();
    return shrinker.smallest;
  }

  private void fewerFaults() {
    for (Fault fault : smallest.faults().faults()) {
      tryWith(smallest.faults().without(fault), smallest.containers());
    }
  }

  private void lowerRates() {
    for (Fault fault : smallest.faults().faults()) {
      double rate = smallest.faults().rate(fault) / 2;
      int halvings = 0;
      while (halvings < HALVINGS
          && tryWith(smallest.faults().with(fault, rate), smallest.containers()) != null) {
        rate /= 2;
        halvings++;
      }
    }
  }

  private void fewerContainers() {
    for (int step = smallest.containers() / 2; step > 0; step /= 2) {
      while (smallest.containers() > step
          && tryWith(smallest.faults(), smallest.containers() - step) != null) {}
    }
  }

  private @Nullable SimulationResult tryWith(FaultPlan faults, int containers) {
    if (runsLeft == 0) {
      return null;
    }
    runsLeft--;
    SimulationResult result = simulation.apply(faults, containers);
    boolean same = result.violation().map(Violation::rule).orElse("").equals(rule);
    if (!same) {
      return null;
    }
    smallest = result;
    return result;
  }
}
