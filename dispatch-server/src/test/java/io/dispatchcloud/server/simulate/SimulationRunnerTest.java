package io.dispatchcloud.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.server.run.Signals;
import io.dispatchcloud.server.show.Ticker;
import io.dispatchcloud.test.sim.FaultPlan;
import io.dispatchcloud.test.sim.SimulationResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Running simulations for people")
class SimulationRunnerTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static Scenario scenario(int containers, Duration timeLimit) {
    return new Scenario(FaultPlan.none(), containers, null, null, Map.of(), null, timeLimit);
  }

  private static SimulationResult good(long seed) {
    return scenario(1, Duration.ofDays(1)).simulation(seed).run();
  }

  private int run(Writer to, boolean json, LongFunction<SimulationResult> simulation)
      throws InterruptedException {
    InstantSource clock = InstantSource.system();
    PrintWriter complaints = new PrintWriter(err);
    return new SimulationRunner(
            scenario(1_234, Duration.ofSeconds(2)),
            new ViolationReport(List.of("--set", "a b")),
            new SimulationRunner.Outputs(new PrintWriter(to), complaints, json, false),
            Signals.none(),
            new Ticker(complaints, false, clock),
            clock)
        .run(5, 3, simulation, OutputFiles.none());
  }

  private static SimulationResult tooDeep(long seed) {
    if (seed == 6) {
      throw new StackOverflowError("too deep");
    }
    return good(seed);
  }

  @Test
  @DisplayName("ends with 1 when a seed ends by an Error: which one, and how to see it again")
  void broken() throws Exception {
    assertThat(run(out, false, SimulationRunnerTest::tooDeep)).isEqualTo(1);

    assertThat(out.toString())
        .contains(
            "the simulation of seed 6 ended by java.lang.StackOverflowError: too deep\n",
            "  from io.dispatchcloud.server.simulate.SimulationRunnerTest.tooDeep(",
            "seed: 6\n",
            "replay: ./dispatch simulate --seed 6 --faults none --containers 1234 --set 'a b'\n",
            "seed 6 did not come to its end\n");
  }

  @Test
  @DisplayName("tells programs of a seed that ended by an Error, also of the first")
  void brokenAsJson() throws Exception {
    assertThat(
            run(
                out,
                true,
                seed -> {
                  throw new IllegalStateException("sand");
                }))
        .isEqualTo(1);

    assertThat(out.toString())
        .contains(
            "\"broken\":{\"seed\":5,\"failure\":\"java.lang.IllegalStateException: sand\","
                + "\"replay\":\"./dispatch simulate --seed 5 ",
            "\"figures\":{}")
        .hasLineCount(1);
    assertThat(err.toString()).contains("seed: 5\n");
  }

  @Test
  @DisplayName("names the same command for a seed that breaks a rule and one that breaks")
  void sameReplay() {
    Scenario scenario = scenario(2, Duration.ofSeconds(2));
    SimulationResult result = scenario.simulation(9).run();
    ViolationReport report = new ViolationReport(List.of());

    assertThat(report.replay(scenario, 9)).isEqualTo(report.replay(result));
  }

  @Test
  @DisplayName("writes numbers in the same way wherever it runs")
  void locale() throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(run(out, false, SimulationRunnerTest::good)).isZero();
    } finally {
      Locale.setDefault(before);
    }
    assertThat(out.toString()).contains("3 seeds from 5, 1,234 containers, faults none");
  }

  @Test
  @DisplayName("does not end well when its figures could not be written")
  void stdoutFails() throws Exception {
    Writer full = Writer.nullWriter();
    full.close();

    assertThat(run(full, true, SimulationRunnerTest::good)).isEqualTo(2);
    assertThat(run(full, true, SimulationRunnerTest::tooDeep)).isEqualTo(1);
    assertThat(err.toString()).contains("stdout: not all could be written to it\n");
  }
}
