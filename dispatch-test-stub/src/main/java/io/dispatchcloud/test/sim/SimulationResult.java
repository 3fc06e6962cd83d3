package io.dispatchcloud.test.sim;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a simulation ended. Immutable. */
public final class SimulationResult {
  private final long seed;
  private final FaultPlan faults;
  private final int containers;
  private final @Nullable Violation violation;
  private final List<String> lastEvents;
  private final SimulationFigures figures;
  private final List<Sample> samples;
  private final List<String> sampledRules;

  SimulationResult(
      long seed,
      FaultPlan faults,
      int containers,
      @Nullable Violation violation,
      List<String> lastEvents,
      SimulationFigures figures,
      List<Sample> samples,
      List<String> sampledRules) {
    this.seed = seed;
    this.faults = faults;
    this.containers = containers;
    this.violation = violation;
    this.lastEvents = List.copyOf(lastEvents);
    this.figures = figures;
    this.samples = List.copyOf(samples);
    this.sampledRules = List.copyOf(sampledRules);
  }

  /**
   * What decided everything.
   *
   * @return the seed
   */
  public long seed() {
    return seed;
  }

  /**
   * What went wrong how often.
   *
   * @return the plan
   */
  public FaultPlan faults() {
    return faults;
  }

  /**
   * How large the workload was.
   *
   * @return how many containers it had
   */
  public int containers() {
    return containers;
  }

  /**
   * The rule that was broken.
   *
   * @return the first violation, at which the run ended; empty if all was well
   */
  public Optional<Violation> violation() {
    return Optional.ofNullable(violation);
  }

  /**
   * What happened last.
   *
   * @return at most 200 events, the newest last, a line each
   */
  public List<String> lastEvents() {
    return lastEvents;
  }

  /**
   * What it came to, up to the violation if there was one.
   *
   * @return the figures
   */
  public SimulationFigures figures() {
    return figures;
  }

  /**
   * How things stood now and then.
   *
   * @return the samples, oldest first; none unless they were asked for
   */
  public List<Sample> samples() {
    return samples;
  }

  /**
   * What was not looked at in full, because there were so many containers.
   *
   * @return the rules of which each time a part only was looked at, and another part the next time;
   *     usually none
   */
  public List<String> sampledRules() {
    return sampledRules;
  }

  /**
   * The one command that does it again.
   *
   * @return a line for a shell; it replays a workload that {@link Simulation.Builder#containers}
   *     made, or the one of the same trace if {@code --trace} and {@code --types} are added
   */
  public String replayCommand() {
    return "./dispatch simulate --seed "
        + seed
        + " --faults "
        + faults
        + " --containers "
        + containers;
  }

  /**
   * All that is needed to find out what happened.
   *
   * @return many lines: the violation, the seed, the plan, the last events and the replay command;
   *     one line if all was well
   */
  public String report() {
    if (violation == null) {
      return "seed " + seed + ": no rule was broken";
    }
    return String.join("\n", lastEvents)
        + "\n\n"
        + violation
        + "\nseed: "
        + seed
        + "\nfaults: "
        + faults
        + "\nreplay: "
        + replayCommand()
        + "\n";
  }

  @Override
  public String toString() {
    return "seed " + seed + ": " + (violation == null ? "no rule was broken" : violation);
  }
}
