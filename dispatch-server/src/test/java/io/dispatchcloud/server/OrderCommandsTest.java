package io.dispatchcloud.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.server.http.SampleSite;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that tell a dispatcher what to do, against the real server. */
class OrderCommandsTest {
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
  void ordersGoToTheDispatcherWithTheirReason() {
    run("instances", "hold", "i-1", "--reason", "disk errors")
        .endsWith(0)
        .says("i-1: hold ordered");
    run("instances", "drain", "i-1", "i-2", "--reason", "r")
        .endsWith(0)
        .says("i-1: drain ordered", "i-2: drain ordered");
    run("instances", "run", "i-1", "--reason", "r").endsWith(0);
    run("instances", "kill", "i-1", "--reason", "r", "--yes").endsWith(0);
    run("containers", "kill", "wait-1", "--reason", "r", "--yes").endsWith(0);

    assertThat(site.orders())
        .containsExactly(
            "hold i-1: disk errors",
            "drain i-1: r",
            "drain i-2: r",
            "run i-1: r",
            "kill i-1: r",
            "kill wait-1: r");
  }

  @Test
  void aKillIsConfirmedAtATerminalAndSaidBeforehandElsewhere() {
    String[] kill = {"instances", "kill", "i-1", "--reason", "r"};
    Program.run(environment(), kill).isRefused().complains("--yes: nothing given");
    Program.run(environment(), FakeOperator.answering("no"), kill)
        .isRefused()
        .complains(
            "Destroy i-1? What runs there is lost, and runs again. [y/N]", "nothing was done");
    assertThat(site.orders()).isEmpty();

    Program.run(environment(), FakeOperator.answering("Y"), kill).endsWith(0);
    Program.run(
            environment(),
            FakeOperator.answering("yes"),
            "containers",
            "kill",
            "wait-1",
            "wait-2",
            "--reason",
            "r")
        .endsWith(0)
        .complains("Cancel wait-1, wait-2 for good?");
    assertThat(site.orders()).containsExactly("kill i-1: r", "kill wait-1: r", "kill wait-2: r");
  }

  @Test
  void wrongUsage() {
    run("instances", "hold", "i-1").isRefused().complains("--reason");
    run("instances", "hold", "--reason", "r").isRefused().complains("ID");
    run("instances", "--state", "idle", "drain", "i-1", "--reason", "r")
        .isRefused()
        .complains("expected ids with drain");
    run("containers", "--search", "a", "kill", "b", "--reason", "r", "--yes")
        .isRefused()
        .complains("expected ids with kill");
    run("instances", "drain", "i-1", "--reason", " ").endsWith(2).complains("reason: expected");
    run("explain").isRefused().complains("ID");
    assertThat(site.orders()).isEmpty();
  }

  @Test
  void whatWasOrderedBeforeTheServerStoodByIsTold() {
    site.standByAfter(1);

    String out =
        run("instances", "hold", "i-1", "i-2", "--reason", "r", "--json").endsWith(3).out();

    assertThat(out).hasLineCount(1).contains("\"instance\":\"i-1\"").doesNotContain("i-2");
  }

  @Test
  void aContainerThatHasEndedIsToldByAConflict() {
    run("containers", "kill", "done-1", "--reason", "r", "--yes")
        .endsWith(1)
        .complains("error: done-1: the container has ended: it is complete");
  }
}
