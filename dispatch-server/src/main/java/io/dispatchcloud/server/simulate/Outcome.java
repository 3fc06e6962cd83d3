package io.dispatchcloud.server.simulate;

import io.dispatchcloud.test.sim.SimulationFigures;
import io.dispatchcloud.test.sim.SimulationResult;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What simulating some seeds came to.
 *
 * @param figures of each seed that was simulated to its end, in the order of the seeds
 * @param sampledRules the rules that were checked on samples only in some seed, in their order
 * @param failed the result of the lowest seed that broke a rule; null if none did
 * @param broken the lowest seed whose simulation did not come to its end; null if all did
 * @param last the result of the last seed; null if that was not reached
 * @param took how long it took
 */
record Outcome(
    List<SimulationFigures> figures,
    List<String> sampledRules,
    @Nullable SimulationResult failed,
    @Nullable Broken broken,
    @Nullable SimulationResult last,
    Duration took) {
  public Outcome {
    figures = List.copyOf(figures);
    sampledRules = List.copyOf(sampledRules);
  }
}
