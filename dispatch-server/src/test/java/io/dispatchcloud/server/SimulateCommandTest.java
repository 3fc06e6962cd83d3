package io.dispatchcloud.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("dispatch simulate")
class SimulateCommandTest {
  private static final Path DATA =
      Path.of(System.getProperty("dispatch.root", ".."), "examples/data");
  private static final String MENU = DATA.resolve("ec2_menu_us-east-1.csv").toString();
  private static final String OPENB = DATA.resolve("openb_pod_list_default.csv").toString();

  @TempDir private Path folder;

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  @DisplayName("runs a seed, and ends with a table of figures")
  void oneSeed() {
    Program.run("simulate", "--seed", "7", "--containers", "5", "--faults", "none")
        .endsWith(0)
        .says("seed 7, 5 containers, faults none: no rule was broken")
        .says("makespan ", "waiting, 90 % at most ", "instance hours ", "cost of idle ")
        .says("cost of boot ", "utilisation ", "events and ");
  }

  @Test
  @DisplayName("shows itself on the management interface while it goes on, and ends with it")
  void live() {
    Program.run(
            "simulate", "--containers=3", "--faults=none", "--http=127.0.0.1:0", "--speed=1000000")
        .endsWith(0)
        .says("simulating; to be seen at http://127.0.0.1:")
        .says("all containers have ended, and no instance is left");
  }

  @Test
  @DisplayName("refuses what makes no sense with --http, one by one")
  void senseless() {
    Program.run("simulate", "--http=127.0.0.1:0", "--speed=0", "--seeds=2", "--json")
        .endsWith(2)
        .complains("--speed: '0.0'; expected a number above 0")
        .complains("--seeds: '2'; expected a single seed with --http")
        .complains("--http: '127.0.0.1:0'; expected without --events, --plot and --json");
    Program.run("simulate", "--http=0.0.0.0:0").endsWith(2).complains("--http: '0.0.0.0'");
    Program.run("simulate", "--speed=3").endsWith(2).complains("expected only with --http");
  }

  @Test
  @DisplayName("tells the least, the median and the most of several seeds")
  void severalSeeds() {
    Program.run("simulate", "--seeds", "4", "--containers", "5")
        .endsWith(0)
        .says("4 seeds from 1, 5 containers, faults calm: no rule was broken")
        .says("least", "median", "most");
  }

  @Test
  @DisplayName("writes the same events for the same seed, and others for another")
  void events() throws Exception {
    events("1", "a");
    events("1", "b");
    events("2", "c");

    assertThat(folder.resolve("a")).isNotEmptyFile().hasSameBinaryContentAs(folder.resolve("b"));
    assertThat(Files.readString(folder.resolve("a")))
        .endsWith("\n")
        .doesNotContain("\r")
        .isNotEqualTo(Files.readString(folder.resolve("c")));
  }

  private void events(String seed, String file) {
    Program.run(
            "simulate", "--seed", seed, "--containers=5", "--faults=storm", "--events", file(file))
        .endsWith(0);
  }

  @Test
  @DisplayName("takes containers from a trace and types from a table, and draws a plot")
  void trace() throws Exception {
    Program program =
        Program.run(
            "simulate",
            "--trace=" + OPENB,
            "--types=" + MENU,
            "--types-where=gpu_name=",
            "--containers=10",
            "--trace-from=116d",
            "--longest-run=1h",
            "--plot=" + file("plot.svg"),
            "--placement=packing",
            "--set=maxInstances=0");

    program
        .endsWith(0)
        .says("10 containers")
        .complains(" of the trace left out: too large for every type, or too little told of them");
    assertThat(folder.resolve("plot.svg"))
        .content()
        .startsWith("<svg ")
        .contains("10 containers, seed 1, faults calm", "simulated time");
  }

  @Test
  @DisplayName("takes containers from a trace in the Standard Workload Format")
  void standardWorkloadFormat() throws Exception {
    Path swf =
        Files.writeString(
            folder.resolve("small.swf"),
            """
            ; MaxProcs: 4
            1 0 -1 60 2 -1 -1 2 -1 -1 1 -1 -1 -1 -1 -1 -1 -1
            2 9 -1 60 1 -1 -1 1 -1 -1 1 -1 -1 -1 -1 -1 -1 -1
            """);

    Program.run("simulate", "--trace", swf.toString(), "--types", MENU, "--faults", "none")
        .endsWith(0)
        .says("2 containers", "containers finished");
  }

  @Test
  @DisplayName("takes types and settings from a file as for dispatch run")
  void configuration() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("job.yaml"),
            """
            driver: pretend
            driverParameters: { region: here }
            instanceTypes:
              huge: { vcpus: 64, ram: 256GiB, price: 3 }
            maxInstances: 1
            containers: rubbish that is not looked at
            """);

    Program program =
        Program.run(
            "simulate", "--config", file.toString(), "--containers=4", "--faults=none", "--json");

    program.endsWith(0);
    // One of the four asks for a preemptible type, and the file has none.
    assertThat(program.out()).contains("\"figures\":{", "\"cancelled\":1,", "\"finished\":3,");
    Program.run("simulate", "--config", file.toString(), "--types", MENU)
        .isRefused()
        .complains("expected either --types or --config");
    Program.run("simulate", "--config", file("none.yaml"))
        .isRefused()
        .complains("none.yaml: no such file");
  }

  @Test
  @DisplayName("ends with 1 when a rule is broken: what happened, how to see it again, and smaller")
  void violation() {
    Program program =
        Program.run(
            "simulate", "--seeds=3", "--containers=4", "--faults=ordinary", "--time-limit=2s");

    program
        .endsWith(1)
        .says("violation: CTR-1 ", "seed: 1\n", "faults: ordinary\n", "containers: 4\n")
        .says(
            "replay: ./dispatch simulate --seed 1 --faults ordinary --containers 4 --time-limit 2s")
        .says("The smallest case that was found breaks the same rule:")
        .says("replay: ./dispatch simulate --seed 1 --faults none --containers 1 --time-limit 2s")
        .says("seed 1 broke a rule");
    // The very last events stand before it.
    assertThat(program.out().lines().findFirst().orElseThrow()).startsWith("000:00:0");
  }

  @Test
  @DisplayName("keeps stdout for the JSON, also when a rule is broken")
  void violationAsJson() {
    Program program =
        Program.run("simulate", "--containers=2", "--time-limit=2s", "--json", "--no-shrink");

    program.endsWith(1).complains("violation: CTR-1 ", "replay: ./dispatch simulate --seed 1");
    assertThat(program.out())
        .startsWith("{\"firstSeed\":1,")
        .contains("\"violation\":{\"seed\":1,\"rule\":\"CTR-1\",")
        .endsWith("}}\n");
    assertThat(program.out().lines()).hasSize(1);
  }

  @Test
  @DisplayName("refuses what makes no sense, with what was expected")
  void refusals() {
    Program.run("simulate", "--faults", "rain").isRefused().complains("'rain'; expected none");
    Program.run("simulate", "--seeds", "0", "--containers", "0")
        .isRefused()
        .complains("--seeds: '0'; expected 1 or more", "--containers: '0'; expected 1 or more");
    Program.run("simulate", "--seeds", "2", "--events", file("e"))
        .isRefused()
        .complains("expected a single seed with --events and --plot");
    Program.run("simulate", "--plot", file("none/plot.svg"))
        .isRefused()
        .complains("expected a file that can be written to");
    Program.run("simulate", "--set", "maxInstance=1")
        .isRefused()
        .complains("did you mean 'maxInstances'?");
    Program.run("simulate", "--placement", "best")
        .isRefused()
        .complains("--placement: 'best'; expected cheapest or packing");
    Program.run("simulate", "--longest-run", "1h")
        .isRefused()
        .complains("--trace: nothing given; expected a trace");
    Program.run("simulate", "--trace", OPENB)
        .isRefused()
        .complains("--types: nothing given; expected the instance types for a trace");
    Program.run("simulate", "--trace", file("none.swf"), "--types", MENU)
        .isRefused()
        .complains("none.swf: no such file");
    Program.run("simulate", "--types-where", "arch=arm64")
        .isRefused()
        .complains("--types: nothing given; expected a table for --types-where");
    Program.run("simulate", "--types", OPENB)
        .isRefused()
        .complains(":1: columns: '", "expected a column 'vcpus' among them");
    Program.run("simulate", "--time-limit", "soon")
        .isRefused()
        .complains("'soon'; expected a duration with a unit");
    Program.run("simulate", "--trace", OPENB, "--types", MENU, "--trace-from", "900d")
        .isRefused()
        .complains("no container; expected some that a type is large enough for");
  }

  @Test
  @DisplayName("takes no key, which opens nothing there, and repeats none")
  void noKey() {
    Program.run("simulate", "--containers=2", "--set=dispatchPrivateKey=5ec7e7")
        .endsWith(2)
        .complains("--set: 'dispatchPrivateKey=****'; expected no key")
        .conceals("5ec7e7");
  }

  @Test
  @DisplayName("tells of a rule that is broken though a file can't be written, and of the file")
  void violationAndFullDisk() {
    for (String option : List.of("--events", "--plot")) {
      Program.run("simulate", "--containers=2", "--time-limit=1h", option, "/dev/full")
          .endsWith(2)
          .says("no rule was broken")
          .complains(
              option + ": '/dev/full'; expected a file that can be written to: No space left");
    }
    Program.run("simulate", "--containers=2", "--time-limit=2s", "--events", "/dev/full")
        .endsWith(1)
        .says("violation: CTR-1 ", "replay: ./dispatch simulate --seed 1", "seed 1 broke a rule")
        .complains("--events: '/dev/full'; expected a file that can be written to: No space left");
  }

  @Test
  @DisplayName("writes over nothing that it reads, and not twice to one file")
  void sameFile() throws Exception {
    Path trace = Files.copy(Path.of(OPENB), folder.resolve("trace.csv"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), trace);

    Program.run("simulate", "--trace=" + trace, "--types", MENU, "--events", link.toString())
        .isRefused()
        .complains("--events: '" + link + "'; expected a file that is used for nothing else");
    Program.run("simulate", "--trace=" + trace, "--types", MENU, "--plot=" + trace)
        .isRefused()
        .complains("--plot: '" + trace + "'; expected a file that is used for nothing else");
    Program.run("simulate", "--events=" + file("x"), "--plot=" + file("./x")).isRefused();
    assertThat(trace).hasSameBinaryContentAs(Path.of(OPENB));
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  @DisplayName("leaves an earlier plot alone until there is another")
  void earlierPlot() throws Exception {
    Path plot = Files.writeString(folder.resolve("plot.svg"), "earlier");

    Program.run("simulate", "--plot=" + plot, "--events", file("none/events"))
        .isRefused()
        .complains("--events: '" + file("none/events") + "'; expected a file that can be written");
    assertThat(plot).hasContent("earlier");
  }
}
