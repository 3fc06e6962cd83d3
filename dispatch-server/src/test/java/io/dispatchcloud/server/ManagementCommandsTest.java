package io.dispatchcloud.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.server.http.SampleSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that ask a dispatcher that runs, against the real server. */
class ManagementCommandsTest {
  @TempDir private Path folder;
  private SampleSite site;

  @BeforeEach
  void open() throws Exception {
    site = new SampleSite();
  }

  @AfterEach
  void close() {
    site.close();
  }

  private Map<String, String> environment() {
    return Map.of(
        "DISPATCH_MANAGEMENT_URL", site.url(), "DISPATCH_MANAGEMENT_TOKEN", SampleSite.TOKEN);
  }

  private Program run(String... arguments) {
    return Program.run(environment(), arguments);
  }

  @Test
  void instancesAsATable() {
    assertThat(run("instances").endsWith(0).out())
        .isEqualTo(
            """
            instance  type   state    behavior         runs    age  an hour    cost
            i-1       small  running  run              run-1   10m   0.1000  0.0167
            i-2       small  idle     run              -       10m   0.1000  0.0167
            i-9       -      unknown  hold, unhealthy  -      0.0s        -  0.0000
            3 instances, 0.2000 an hour; being created: 1 small
            """);
  }

  @Test
  void instancesChosenByStateAndType() {
    run("instances", "--state", "idle").endsWith(0).says("i-2", "1 instance,").conceals("i-1 ");
    run("instances", "--state", "idle,RUNNING", "--type", "small")
        .endsWith(0)
        .says("i-1", "i-2", "2 instances,")
        .conceals("i-9");
    run("instances", "--type", "none").endsWith(0).says("0 instances");
    run("instances", "--state", "asleep").isRefused().complains("asleep", "idle");
  }

  @Test
  void asJsonOnOneLine() {
    assertThat(run("instances", "--json").endsWith(0).out())
        .startsWith("[{\"id\":\"i-1\",")
        .hasLineCount(1);
    assertThat(run("containers", "--json", "--limit", "2").endsWith(0).out())
        .startsWith("[{\"id\":\"run-1\",")
        .hasLineCount(1);
    assertThat(run("explain", "wait-1", "--json").endsWith(0).out())
        .startsWith("{\"explanation\":{\"container\":\"wait-1\",")
        .hasLineCount(1);
    assertThat(run("cost", "--json").endsWith(0).out()).startsWith("{\"since\":").hasLineCount(1);
    assertThat(run("top", "--json").endsWith(0).out()).startsWith("{\"status\":").hasLineCount(1);
    assertThat(run("instances", "hold", "i-1", "--reason", "r", "--json").endsWith(0).out())
        .isEqualTo("[{\"order\":\"hold\",\"instance\":\"i-1\",\"reason\":\"r\"}]\n");
  }

  @Test
  void containersInTheOrderOfSchedulingEachWithWhy() {
    assertThat(run("containers", "--search", "WAIT", "--limit", "2").endsWith(0).out())
        .isEqualTo(
            """
            turn  container  state   priority  submitted  why
            2     wait-1     queued  1         5m ago     waiting while the provider has no room for big, at position 1
            3     wait-2     queued  1         5m ago     waiting for an instance of type small
            2 shown; there are more: --limit 0 shows all
            """);
    run("containers", "--status", "onHold,budgetReached", "--limit", "0")
        .endsWith(0)
        .says("wait-4", "queued (on hold)", "wait-5", "2 containers");
    run("containers", "--label", "user=a:b").endsWith(0).says("wait-1", "1 container\n");
    run("containers", "--label", "project=atlas", "--label", "user=a:b")
        .endsWith(0)
        .says("1 container\n");
    run("containers", "--state", "running,complete").endsWith(0).says("run-1", "done-1");
    run("containers", "--limit", "-1").isRefused().complains("--limit: '-1'; expected 0 or more");
    Program.run(environment(), "containers", "--status", "bored")
        .endsWith(2)
        .complains("status: expected one of ", "budgetReached");
  }

  @Test
  void explainTellsEachTypeAndInstanceAndWhatWouldHelp() {
    assertThat(run("explain", "wait-1", "--history").endsWith(0).out())
        .isEqualTo(
            """
            container  wait-1
            status     waiting while the provider has no room for big, at position 1
            turn       2 in the order of scheduling
            position   1 among those that wait for the same reason
            to run it  the provider has to have room again
                       or somebody to raise a limit
            held back  the provider asked for a pause between creates, until 2026-03-01T12:00:30Z

            type    may run there  why not, or not now
            small   yes            the provider has no room for it now, until 2026-03-01T12:01:00Z
            medium  yes            -
            big     no             costs 3.21 an hour, at most 0.15 is allowed (maximumPriceFactor)

            instance         type   verdict   why
            i-1              small  no room   vCPUs: 0 left, needed 1
            (to be created)  -      would do  containers: 0; not ready yet

            2026-03-01T11:59:00Z  turn 2, waiting: this dispatcher takes no new work
            2026-03-01T12:00:00Z  turn 2, waiting while the provider has no room for big, at position 1
              there are as many instances as there may be: 64 (maxInstances)
              type small: the provider has no room for it now, until 2026-03-01T12:01:00Z
              type medium: could be created
              type big: costs 3.21 an hour, at most 0.15 is allowed (maximumPriceFactor)
              instances: 7 have too little left, 2 are full, 1 are given no work
                i-1 small: no room, vCPUs: 0 left, needed 1
            """);
  }

  @Test
  void anUnknownContainerIsToldWithThoseThatWereMeant() {
    run("explain", "wait").endsWith(1).complains("error: ", "; there is: wait-1, wait-2, wait-4");
    run("containers", "kill", "run-7", "--reason", "r", "--yes")
        .endsWith(1)
        .complains("error: run-7: ", "; there is: run-1");
    run("instances", "hold", "i-77", "i-2", "--reason", "r")
        .endsWith(1)
        .complains("error: i-77: ", "; there is: i-1, i-2, i-9")
        .says("i-2: hold ordered");
    assertThat(site.orders()).containsExactly("hold i-2: r");
  }

  @Test
  void costs() {
    assertThat(run("cost").endsWith(0).out())
        .isEqualTo(
            """
            container                cost
            a                      0.5000
            b                      0.2500
            c                      0.0800
            (not listed any more)  0.0000
            (boot)                 0.1000
            (failed boot)          0.0000
            (idle)                 0.3000
            (shutdown)             0.0000

            total 1.2300 from 2026-03-01T11:00:00Z to 2026-03-01T12:00:00Z
            """);
    run("cost", "--limit", "1").endsWith(0).says("(2 others)             0.3300");
    run("cost", "--by", "label").endsWith(0).says("project=atlas  0.5000", "project=other  0.2500");
    run("cost", "--by", "DAY")
        .endsWith(0)
        .says("2026-02-28      0.5000    0.4000  0.9000", "2026-03-01      0.3300    0.0000");
    run("cost", "--limit", "0").isRefused().complains("--limit: '0'; expected 1 to 10000");
    run("cost", "--by", "week").isRefused().complains("week");
  }

  @Test
  @DisplayName("The token comes from a file or the environment, and is never shown")
  void tokens() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), SampleSite.TOKEN + "\nmore\n");
    Path wrong = Files.writeString(folder.resolve("wrong"), "another-token-altogether\n");
    Map<String, String> none = Map.of();

    Program.run(none, "instances", "--server", site.url(), "--token-file", file.toString())
        .endsWith(0);
    Program.run(
            none,
            "instances",
            "--server",
            site.url(),
            "--token-file",
            file.toString(),
            "hold",
            "i-1",
            "--reason",
            "r")
        .endsWith(0);
    Program.run(environment(), "instances", "--token-file", wrong.toString())
        .endsWith(1)
        .complains("error: the token is wrong", "--token-file FILE or DISPATCH_MANAGEMENT_TOKEN")
        .conceals("another-token");
    Program.run(none, "top").isRefused().complains("--token-file: nothing given", "DISPATCH_M");
    Program.run(none, "cost", "--token-file", folder + "/none")
        .isRefused()
        .complains("none'; expected a file with the token: no such file");
    Program.run(
            Map.of("DISPATCH_MANAGEMENT_TOKEN", "not\u00e4scii"), "cost", "--server", site.url())
        .isRefused()
        .conceals("scii")
        .complains("DISPATCH_MANAGEMENT_TOKEN: a text, not shown here");
  }

  @Test
  void whereNobodyAnswersThatIsSaidWithAWayOut() {
    String url = site.url();
    Map<String, String> environment = environment();
    site.close();

    Program.run(environment, "instances")
        .endsWith(3)
        .complains("error: nobody answers at " + url, "start a dispatcher with --http HOST:PORT");
    Program.run(environment, "instances", "hold", "i-1", "--reason", "r").endsWith(3);
    Program.run(environment, "top").endsWith(3);
  }

  @Test
  void addressesThatWouldGiveTheTokenAwayAreRefused() {
    run("cost", "--server", "http://example.org:8080")
        .isRefused()
        .complains("--server: 'http://example.org:8080'; expected https://", "over TLS alone");
    run("cost", "--server", "http://user:secret@127.0.0.1:8080").isRefused().conceals("secret");
    for (String wrong : new String[] {"127.0.0.1:8080", "ftp://127.0.0.1", "http://127.0.0.1/x"}) {
      run("cost", "--server", wrong).isRefused().complains("expected https://HOST:PORT");
    }
  }

  @Test
  void aDispatcherThatStandsBySaysSo() {
    site.standBy();

    run("explain", "wait-1").endsWith(3).complains("not active but starting", "ask the active one");
    site.hasNone();
    run("instances").endsWith(3).complains("this process has no dispatcher just now");
  }

  @Test
  void helpTellsWhatIsWhatAndCompletionKnowsIt() {
    run("instances", "--help")
        .endsWith(0)
        .says(
            "hold",
            "drain",
            "run",
            "kill",
            "--watch",
            "Exit status",
            "--server",
            "http://127.0.0.1:")
        .says("dispatch hold is about containers");
    run("instances", "kill", "--help").endsWith(0).says("--yes", "--reason", "--server");
    run("explain", "--help").endsWith(0).says("--history", "--token-file", "Exit status");
    run("--help").endsWith(0).says("instances", "containers", "explain", "cost", "top");
    run("completion").endsWith(0).says("instances", "containers", "explain", "drain", "--history");
  }
}
