package io.dispatchcloud.server;

import io.dispatchcloud.api.config.Quantities;
import io.dispatchcloud.server.http.HttpSettings;
import io.dispatchcloud.server.run.Interrupts;
import io.dispatchcloud.server.simulate.LiveRun;
import io.dispatchcloud.server.simulate.OutputException;
import io.dispatchcloud.server.simulate.OutputFiles;
import io.dispatchcloud.server.simulate.Scenario;
import io.dispatchcloud.server.simulate.SimulationRunner;
import io.dispatchcloud.server.simulate.ViolationReport;
import io.dispatchcloud.test.sim.FaultPlan;
import io.dispatchcloud.test.sim.trace.Trace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dispatch simulate}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs the dispatcher in a simulated cloud where things go wrong, and tells what it came to.",
      "The same seed gives the same run. Ends with status 1 when a rule is broken, and tells how"
          + " to see that again."
    })
final class SimulateCommand implements Callable<Integer> {
  private static final int CONTAINERS = 100;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What decides all that is left to chance: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description = "Runs so many seeds, from --seed on, on all processors.")
  private int seeds;

  @Option(
      names = "--faults",
      paramLabel = "PLAN",
      defaultValue = "calm",
      description =
          "What goes wrong: none, calm, ordinary or storm, with changes if need be:"
              + " storm,vm-dies=0. Default: ${DEFAULT-VALUE}.")
  private String faults;

  @Option(
      names = "--containers",
      paramLabel = "N",
      description = "How many containers: 100 of a mix that the seed decides, all of a trace.")
  private @Nullable Integer containers;

  @Mixin private TraceOptions trace;
  @Mixin private WorldOptions world;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "What has not ended by then in the simulation never ends: a rule is broken. Unless"
              + " given, that is so where none ends for a day and the longest run.")
  private @Nullable Duration timeLimit;

  @Option(
      names = "--events",
      paramLabel = "FILE",
      description = "Writes all that happens to a file: the same bytes for the same seed.")
  private @Nullable Path events;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Draws queue, instances and cost over time, as SVG.")
  private @Nullable Path plot;

  @Option(names = "--json", description = "Prints the figures as JSON.")
  private boolean json;

  @Option(
      names = "--no-shrink",
      description = "Does not look for a smaller case when a rule is broken.")
  private boolean noShrink;

  @Mixin private LiveOptions live;
  @Mixin private Frame frame;

  @Override
  public Integer call() throws InterruptedException {
    return frame.orRefuse(
        () -> {
          requireSense();
          Scenario scenario = scenario(frame.err());
          return live.given() ? show(scenario) : run(scenario);
        });
  }

  private int run(Scenario scenario) throws BadInputException, InterruptedException {
    InstantSource clock = InstantSource.system();
    List<String> options = new ArrayList<>(trace.words());
    options.addAll(world.words());
    if (timeLimit != null) {
      options.addAll(List.of("--time-limit", Quantities.format(timeLimit)));
    }
    try (Interrupts interrupts = Interrupts.listen()) {
      SimulationRunner runner =
          new SimulationRunner(
              scenario,
              new ViolationReport(options),
              new SimulationRunner.Outputs(frame.out(), frame.err(), json, !noShrink),
              interrupts,
              frame.ticker(clock),
              clock);
      return seeds == 1 ? runner.runOne(seed, files()) : runner.runMany(seed, seeds);
    }
  }

  private int show(Scenario scenario) throws BadInputException, InterruptedException {
    HttpSettings settings = live.settings();
    try (Interrupts interrupts = Interrupts.listen()) {
      return new LiveRun(settings, interrupts, frame.out())
          .run(scenario.simulation(seed).build(), live.speed());
    } catch (IOException e) {
      throw new BadInputException("--http: " + e.getMessage());
    }
  }

  /** Nothing that is read, or written already, may be written over. */
  private List<String> overwritten() {
    List<Path> taken = new ArrayList<>(world.inputs());
    trace.input().ifPresent(taken::add);
    List<String> problems = new ArrayList<>();
    problem("--events", events, taken).ifPresent(problems::add);
    if (events != null) {
      taken.add(events);
    }
    problem("--plot", plot, taken).ifPresent(problems::add);
    return problems;
  }

  private static Optional<String> problem(String option, @Nullable Path file, List<Path> taken) {
    return file != null && taken.stream().anyMatch(other -> isSame(file, other))
        ? Optional.of(option + ": '" + file + "'; expected a file that is used for nothing else")
        : Optional.empty();
  }

  private static boolean isSame(Path one, Path other) {
    if (!Files.exists(one) || !Files.exists(other)) {
      return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }
    try {
      return Files.isRegularFile(one) && Files.isSameFile(one, other);
    } catch (IOException e) {
      // Whatever is wrong with it is told when it is opened.
      return false;
    }
  }

  private OutputFiles files() throws BadInputException {
    try {
      return OutputFiles.open(events, plot);
    } catch (OutputException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    }
  }

  private void requireSense() throws BadInputException {
    List<String> problems = new ArrayList<>();
    if (seeds < 1) {
      problems.add("--seeds: '" + seeds + "'; expected 1 or more");
    }
    if (containers != null && containers < 1) {
      problems.add("--containers: '" + containers + "'; expected 1 or more");
    }
    if (seeds > 1 && (events != null || plot != null)) {
      problems.add("--seeds: '" + seeds + "'; expected a single seed with --events and --plot");
    }
    problems.addAll(live.problems(seeds, events != null || plot != null || json));
    problems.addAll(overwritten());
    trace.problem().ifPresent(problems::add);
    if (!problems.isEmpty()) {
      throw new BadInputException(problems);
    }
  }

  private Scenario scenario(PrintWriter err) throws BadInputException {
    world.read();
    try {
      Scenario scenario =
          new Scenario(
              FaultPlan.parse(faults),
              containers == null ? CONTAINERS : containers,
              null,
              world.types(),
              world.settings(),
              world.placement(),
              timeLimit);
      if (!trace.given()) {
        return scenario.checked();
      }
      if (scenario.types() == null) {
        throw new BadInputException(
            "--types: nothing given; expected the instance types for a trace, or --config");
      }
      Trace read = trace.read(containers, world.preemptible(), scenario.fitting());
      if (read.leftOut() > 0) {
        err.println(
            read.leftOut()
                + " of the trace left out: too large for every type, or too little told of them");
        err.flush();
      }
      return scenario.with(read.containers()).checked();
    } catch (IllegalArgumentException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    }
  }
}
