package io.dispatchcloud.server.simulate;

import io.dispatchcloud.server.run.Interrupts;
import io.dispatchcloud.server.show.Ticker;
import io.dispatchcloud.server.show.Words;
import io.dispatchcloud.test.sim.Sample;
import io.dispatchcloud.test.sim.Shrinker;
import io.dispatchcloud.test.sim.Simulation;
import io.dispatchcloud.test.sim.SimulationResult;
import io.dispatchcloud.test.sim.chart.SimulationChart;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Simulates, and tells what came of it. */
public final class SimulationRunner {
  private static final int SUCCESS = 0;
  private static final int SOMETHING_FAILED = 1;
  private static final int NOT_WRITTEN = 2;
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
   * @param files what to write; closed here
   * @return the exit status that it deserves
   * @throws InterruptedException if the thread is interrupted
   */
  public int runOne(long seed, OutputFiles files) throws InterruptedException {
    try (files) {
      return run(seed, 1, number -> simulate(number, files.events(), files.wantsPlot()), files);
    }
  }

  /**
   * Simulates several seeds on all processors, until one breaks a rule.
   *
   * @param firstSeed the first
   * @param seeds how many
   * @return the exit status that it deserves
   * @throws InterruptedException if the thread is interrupted
   */
  public int runMany(long firstSeed, int seeds) throws InterruptedException {
    return run(firstSeed, seeds, number -> simulate(number, null, false), OutputFiles.none());
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

  /** Simulates seeds in some way, and tells what came of it; the exit status. */
  int run(long firstSeed, int seeds, LongFunction<SimulationResult> simulation, OutputFiles files)
      throws InterruptedException {
    Campaign campaign = new Campaign(simulation, firstSeed, seeds, clock);
    Optional<Outcome> done =
        Watched.await(
            interrupts,
            () -> ticker.show(campaign.progress()),
            () -> campaign.run(Runtime.getRuntime().availableProcessors()));
    ticker.end();
    files.close();
    if (done.isEmpty()) {
      say(outputs.err(), List.of("stopped: " + campaign.progress()));
      say(outputs.err(), files.troubles());
      return interrupts.exitStatus();
    }
    Outcome outcome = done.get();
    JsonReport.Replays replays = tellOfFailures(outcome);
    figures(firstSeed, outcome, replays);
    if (files.wantsPlot() && outcome.last() != null) {
      draw(files, outcome.last());
    }
    boolean allWritten = files.troubles().isEmpty() && !outputs.out().checkError();
    say(outputs.err(), files.troubles());
    if (outputs.out().checkError()) {
      say(outputs.err(), List.of("stdout: not all could be written to it"));
    }
    if (interrupts.any()) {
      return interrupts.exitStatus();
    }
    if (outcome.failed() != null || outcome.broken() != null) {
      return SOMETHING_FAILED;
    }
    return allWritten ? SUCCESS : NOT_WRITTEN;
  }

  private void figures(long firstSeed, Outcome outcome, JsonReport.Replays replays) {
    if (outputs.json()) {
      say(outputs.out(), List.of(JsonReport.of(scenario.faults(), firstSeed, outcome, replays)));
    } else {
      say(outputs.out(), List.of(headline(firstSeed, outcome)));
      if (!outcome.sampledRules().isEmpty()) {
        String rules = String.join(", ", outcome.sampledRules());
        say(outputs.out(), List.of("so many containers that samples only were checked: " + rules));
      }
      say(outputs.out(), FigureTable.lines(outcome.figures(), outcome.took()));
    }
  }

  private String headline(long firstSeed, Outcome outcome) {
    int done = outcome.figures().size();
    return String.format(
        Locale.ROOT,
        "%s, %,d containers, faults %s: %s",
        done == 1
            ? "seed " + firstSeed
            : String.format(Locale.ROOT, "%,d seeds from %d", done, firstSeed),
        scenario.containers(),
        scenario.faults(),
        verdict(outcome));
  }

  private static String verdict(Outcome outcome) {
    if (outcome.failed() != null) {
      return "seed " + outcome.failed().seed() + " broke a rule";
    }
    return outcome.broken() == null
        ? "no rule was broken"
        : "seed " + outcome.broken().seed() + " did not come to its end";
  }

  private JsonReport.Replays tellOfFailures(Outcome outcome) throws InterruptedException {
    PrintWriter to = outputs.json() ? outputs.err() : outputs.out();
    Broken broken = outcome.broken();
    if (broken != null) {
      say(to, report.lines(scenario, broken));
      say(to, List.of(""));
    }
    SimulationResult failed = outcome.failed();
    SimulationResult shrunk = failed == null ? null : tellOf(failed, to);
    return new JsonReport.Replays(
        failed == null ? null : report.replay(failed),
        shrunk == null ? null : report.replay(shrunk),
        broken == null ? null : report.replay(scenario, broken.seed()));
  }

  /** Tells of a violation, and of the smallest case of it that is found; null if there is none. */
  private @Nullable SimulationResult tellOf(SimulationResult failed, PrintWriter to)
      throws InterruptedException {
    say(to, report.lines(failed));
    SimulationResult smallest = outputs.shrinks() ? shrink(failed).orElse(failed) : failed;
    boolean smaller = !smallest.equals(failed);
    say(to, smaller ? report.shrunk(smallest) : List.of());
    say(to, List.of(""));
    return smaller ? smallest : null;
  }

  private Optional<SimulationResult> shrink(SimulationResult failed) throws InterruptedException {
    AtomicInteger runs = new AtomicInteger();
    try {
      return Watched.await(
          interrupts,
          () -> ticker.show("looking for a smaller case: " + runs + " runs"),
          () ->
              Shrinker.shrink(
                  failed,
                  (faults, containers) -> {
                    runs.incrementAndGet();
                    return scenario.smaller(faults, containers).simulation(failed.seed()).run();
                  },
                  SHRINKING_RUNS));
    } catch (RuntimeException e) {
      // The violation stands; that no smaller one was found is told beside it.
      ticker.end();
      say(outputs.err(), List.of("looking for a smaller case ended by " + e));
      return Optional.empty();
    } finally {
      ticker.end();
    }
  }

  private void draw(OutputFiles files, SimulationResult result) {
    List<Sample> samples = result.samples();
    if (samples.isEmpty()) {
      say(outputs.err(), List.of("--plot: the simulation ended before there was anything to draw"));
      return;
    }
    String title =
        String.format(
            Locale.ROOT,
            "%,d containers, seed %d, faults %s",
            result.containers(),
            result.seed(),
            result.faults());
    files.draw(SimulationChart.svg(title, samples));
  }

  private static void say(PrintWriter to, List<String> lines) {
    lines.stream().map(Words::clean).forEach(to::println);
    to.flush();
  }
}
