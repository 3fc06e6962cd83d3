package io.dispatchcloud.server.simulate;

import io.dispatchcloud.server.run.Interrupts;
import io.dispatchcloud.server.show.Ticker;
import io.dispatchcloud.server.show.Words;
import io.dispatchcloud.test.sim.Sample;
import io.dispatchcloud.test.sim.Shrinker;
import io.dispatchcloud.test.sim.Simulation;
import io.dispatchcloud.test.sim.SimulationResult;
import io.dispatchcloud.test.sim.chart.SimulationChart;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Simulates, and tells what came of it. */
public final class SimulationRunner {
  private static final int SUCCESS = 0;
  private static final int SOMETHING_FAILED = 1;
  private static final int SHRINKING_RUNS = 300;

  private final Scenario scenario;
  private final ViolationReport report;
  private final Outputs outputs;
  private final Interrupts interrupts;
  private final Ticker ticker;
  private final InstantSource clock;

  /**
   * Where it tells what.
   *
   * @param out gets the figures
   * @param err gets everything else if the figures are for programs
   * @param json whether they are
   * @param shrinks whether to look for a smaller case of a failure
   */
  public record Outputs(PrintWriter out, PrintWriter err, boolean json, boolean shrinks) {}

  /**
   * Made for one command.
   *
   * @param scenario what to simulate
   * @param report tells of violations
   * @param outputs where to tell what
   * @param interrupts tells when to stop
   * @param ticker tells how far it is
   * @param clock tells how long it takes
   */
  public SimulationRunner(
      Scenario scenario,
      ViolationReport report,
      Outputs outputs,
      Interrupts interrupts,
      Ticker ticker,
      InstantSource clock) {
    this.scenario = scenario;
    this.report = report;
    this.outputs = outputs;
    this.interrupts = interrupts;
    this.ticker = ticker;
    this.clock = clock;
  }

  /**
   * Simulates one seed.
   *
   * @param seed the seed
   * @param events the file that gets all that happens; null for none
   * @param plot the file that gets a picture; null for none
   * @return the exit status that it deserves
   * @throws IOException if a file can't be written
   * @throws InterruptedException if the thread is interrupted
   */
  public int runOne(long seed, @Nullable Path events, @Nullable Path plot)
      throws IOException, InterruptedException {
    if (plot != null) {
      // Known before the simulation rather than after it.
      Files.writeString(plot, "");
    }
    if (events == null) {
      return run(seed, 1, number -> simulate(number, null, plot != null), plot);
    }
    try (EventFile file = EventFile.open(events)) {
      return run(seed, 1, number -> simulate(number, file, plot != null), plot);
    }
  }

  /**
   * Simulates several seeds on all processors, until one breaks a rule.
   *
   * @param firstSeed the first
   * @param seeds how many
   * @return the exit status that it deserves
   * @throws IOException never, with no file to write
   * @throws InterruptedException if the thread is interrupted
   */
  public int runMany(long firstSeed, int seeds) throws IOException, InterruptedException {
    return run(firstSeed, seeds, number -> simulate(number, null, false), null);
  }

  private SimulationResult simulate(long seed, @Nullable EventFile events, boolean samples) {
    Simulation.Builder simulation = scenario.simulation(seed);
    if (events != null) {
      simulation.events(events);
    }
    if (samples) {
      simulation.sampleEvery(scenario.sampleEvery());
    }
    return simulation.run();
  }

  private int run(
      long firstSeed, int seeds, LongFunction<SimulationResult> simulation, @Nullable Path plot)
      throws IOException, InterruptedException {
    Campaign campaign = new Campaign(simulation, firstSeed, seeds, clock);
    Optional<Outcome> done =
        Watched.await(
            interrupts,
            () -> ticker.show(campaign.progress()),
            () -> campaign.run(Runtime.getRuntime().availableProcessors()));
    ticker.end();
    if (done.isEmpty()) {
      say(outputs.err(), List.of("stopped: " + campaign.progress()));
      return interrupts.exitStatus();
    }
    Outcome outcome = done.get();
    if (plot != null && outcome.last() != null) {
      draw(plot, outcome.last());
    }
    SimulationResult failed = outcome.failed();
    SimulationResult shrunk = failed == null ? null : tellOf(failed);
    if (outputs.json()) {
      String replay = failed == null ? null : report.replay(failed);
      String smaller = shrunk == null ? null : report.replay(shrunk);
      String text = JsonReport.of(scenario.faults(), firstSeed, outcome, replay, smaller);
      say(outputs.out(), List.of(text));
    } else {
      say(outputs.out(), List.of(headline(firstSeed, outcome)));
      say(outputs.out(), FigureTable.lines(outcome.figures(), outcome.took()));
    }
    if (interrupts.any()) {
      return interrupts.exitStatus();
    }
    return failed == null ? SUCCESS : SOMETHING_FAILED;
  }

  private String headline(long firstSeed, Outcome outcome) {
    int done = outcome.figures().size();
    return String.format(
        "%s, %,d containers, faults %s: %s",
        done == 1 ? "seed " + firstSeed : String.format("%,d seeds from %d", done, firstSeed),
        scenario.containers(),
        scenario.faults(),
        outcome.failed() == null
            ? "no rule was broken"
            : "seed " + outcome.failed().seed() + " broke a rule");
  }

  /** Tells of a violation, and of the smallest case of it that is found; null if there is none. */
  private @Nullable SimulationResult tellOf(SimulationResult failed) throws InterruptedException {
    PrintWriter to = outputs.json() ? outputs.err() : outputs.out();
    say(to, report.lines(failed));
    if (!outputs.shrinks()) {
      say(to, List.of(""));
      return null;
    }
    int[] runs = {0};
    Optional<SimulationResult> shrunk =
        Watched.await(
            interrupts,
            () -> ticker.show("looking for a smaller case: " + runs[0] + " runs"),
            () ->
                Shrinker.shrink(
                    failed,
                    (faults, containers) -> {
                      runs[0]++;
                      return scenario.smaller(faults, containers).simulation(failed.seed()).run();
                    },
                    SHRINKING_RUNS));
    ticker.end();
    boolean smaller = shrunk.isPresent() && !shrunk.get().equals(failed);
    say(to, smaller ? report.shrunk(shrunk.get()) : List.of());
    say(to, List.of(""));
    return smaller ? shrunk.get() : null;
  }

  private void draw(Path plot, SimulationResult result) throws IOException {
    List<Sample> samples = result.samples();
    if (samples.isEmpty()) {
      say(outputs.err(), List.of("--plot: the simulation ended before there was anything to draw"));
      return;
    }
    String title =
        String.format(
            "%,d containers, seed %d, faults %s",
            result.containers(), result.seed(), result.faults());
    Files.writeString(plot, SimulationChart.svg(title, samples));
  }

  private static void say(PrintWriter to, List<String> lines) {
    lines.stream().map(Words::clean).forEach(to::println);
    to.flush();
  }
}
