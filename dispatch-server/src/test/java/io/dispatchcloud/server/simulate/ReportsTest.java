package io.dispatchcloud.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.test.sim.FaultPlan;
import io.dispatchcloud.test.sim.Simulation;
import io.dispatchcloud.test.sim.SimulationFigures;
import io.dispatchcloud.test.sim.SimulationResult;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What simulations tell")
class ReportsTest {
  private static SimulationFigures figures(int instances, String cost) {
    return new SimulationFigures(
        Duration.ofMinutes(90),
        new SimulationFigures.Waiting(
            Duration.ofSeconds(61),
            Duration.ofSeconds(62),
            Duration.ofSeconds(63),
            Duration.ofSeconds(64)),
        1_234.56,
        instances,
        new BigDecimal(cost),
        new BigDecimal("0.5"),
        new BigDecimal("0.25"),
        0.875,
        9,
        1,
        11,
        2,
        1_000_000,
        Duration.ofHours(2));
  }

  @Test
  @DisplayName("is a table of names and numbers for one seed")
  void oneSeed() {
    assertThat(FigureTable.lines(List.of(figures(7, "12.5")), Duration.ofSeconds(2)))
        .containsExactly(
            "makespan                         1h30m",
            "waiting, one in two at most       1m1s",
            "waiting, 90 % at most             1m2s",
            "waiting, 99 % at most             1m3s",
            "waiting, longest                  1m4s",
            "instances                            7",
            "instance hours                 1,234.6",
            "cost                           12.5000",
            "cost of idle                    0.5000",
            "cost of boot                    0.2500",
            "utilisation                     87.5 %",
            "containers finished                  9",
            "containers cancelled                 1",
            "processes started                   11",
            "dispatchers                          2",
            "time simulated                      2h",
            "events                       1,000,000",
            "took 2.0s: 500,000 events and 1.0 simulated hours a second");
  }

  @Test
  @DisplayName("is the least, the median and the most of several")
  void severalSeeds() {
    assertThat(
            FigureTable.lines(
                List.of(figures(7, "1"), figures(9, "2"), figures(8, "4")), Duration.ZERO))
        .contains(
            "                                 least     median       most",
            "instances                            7          8          9",
            "cost                            1.0000     2.0000     4.0000");
  }

  @Test
  @DisplayName("is JSON for programs, which says of what samples only were checked")
  void json() {
    Outcome outcome =
        new Outcome(
            List.of(figures(7, "1")),
            List.of("SCH-2", "SCH-11"),
            null,
            null,
            null,
            Duration.ofSeconds(2));

    assertThat(
            JsonReport.of(FaultPlan.none(), 5, outcome, new JsonReport.Replays(null, null, null)))
        .startsWith("{\"firstSeed\":5,\"seeds\":1,")
        .contains("\"sampledRules\":[\"SCH-2\",\"SCH-11\"]", "\"instances\":7");
  }

  @Test
  @DisplayName("is a command that can be given to a shell, whatever the names are")
  void replay() {
    SimulationResult result =
        Simulation.builder()
            .seed(3)
            .faults(FaultPlan.none())
            .containers(1)
            .timeLimit(Duration.ofSeconds(2))
            .run();
    ViolationReport report = new ViolationReport(List.of("--types", "my types' file", "--x=1"));

    assertThat(report.replay(result))
        .isEqualTo(
            "./dispatch simulate --seed 3 --faults none --containers 1 --types 'my types'\\''"
                + " file' --x=1");
    assertThat(report.lines(result))
        .contains("seed: 3", "faults: none", "containers: 1", "replay: " + report.replay(result))
        .anyMatch(line -> line.startsWith("violation: CTR-1 "));
  }

  @Test
  @DisplayName("is a file of events that takes nothing any more when it was closed")
  void eventFile(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("events");
    EventFile file = EventFile.open(path);
    file.accept("one");
    file.accept("two");
    file.close();
    file.accept("three");
    file.close();

    assertThat(Files.readString(path)).isEqualTo("one\ntwo\n");
  }
}
