package io.dispatchcloud.server.simulate;

import io.dispatchcloud.server.show.Words;
import io.dispatchcloud.test.sim.SimulationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What people need to find out why a rule was broken. */
public final class ViolationReport {
  private final List<String> options;

  /**
   * Made for one command line.
   *
   * @param options what it had besides the seed, the faults and the number of containers: words
   */
  public ViolationReport(List<String> options) {
    this.options = List.copyOf(options);
  }

  /**
   * The one command that does it again.
   *
   * @param result of a run
   * @return a line for a shell
   */
  public String replay(SimulationResult result) {
    return replay(result.replayCommand());
  }

  /** The same for a simulation that did not come to its end. */
  String replay(Scenario scenario, long seed) {
    return replay(
        "./dispatch simulate --seed "
            + seed
            + " --faults "
            + scenario.faults()
            + " --containers "
            + scenario.containers());
  }

  private String replay(String command) {
    return command
        + options.stream().map(word -> " " + Words.quoted(word)).collect(Collectors.joining());
  }

  /**
   * The report.
   *
   * @param result a run that broke a rule
   * @return its lines: the last events, then what was broken, and how to see it again
   */
  public List<String> lines(SimulationResult result) {
    List<String> lines = new ArrayList<>(result.lastEvents());
    lines.add("");
    lines.add("violation: " + result.violation().orElseThrow());
    lines.add("seed: " + result.seed());
    lines.add("faults: " + result.faults());
    lines.add("containers: " + result.containers());
    lines.add("replay: " + replay(result));
    return lines;
  }

  /** What is told of a simulation that did not come to its end. */
  List<String> lines(Scenario scenario, Broken broken) {
    List<String> lines = new ArrayList<>(Words.lines(broken.failure()));
    lines.set(0, broken.toString());
    lines.add("seed: " + broken.seed());
    lines.add("faults: " + scenario.faults());
    lines.add("containers: " + scenario.containers());
    lines.add("replay: " + replay(scenario, broken.seed()));
    return lines;
  }

  /**
   * What is told of the smallest case that was found.
   *
   * @param shrunk a run that broke the same rule
   * @return its lines
   */
  public List<String> shrunk(SimulationResult shrunk) {
    return List.of(
        "",
        "The smallest case that was found breaks the same rule:",
        "violation: " + shrunk.violation().orElseThrow(),
        "faults: " + shrunk.faults(),
        "containers: " + shrunk.containers(),
        "replay: " + replay(shrunk));
  }
}
