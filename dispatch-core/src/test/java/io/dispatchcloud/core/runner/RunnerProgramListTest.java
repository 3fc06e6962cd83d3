package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RunnerProgramListTest extends RunnerProgramFixture {
  private static final String FOREVER = "exec sleep 1000";

  /** Longer than any test may take: a wait that ends before has seen a change. */
  private static final String LONG = "3600";

  @Test
  @DisplayName("RUN-3: without a state directory yet nothing is listed, and nothing is wrong")
  void nothingYet() {
    assertThat(machine.list()).isEmpty();
    assertThat(machine.list()).isEmpty();
  }

  @Test
  @DisplayName("RUN-3: the state directory can be chosen")
  void stateCanBeChosen() {
    String other = directory.resolve("else where").toString();
    machine.feed(
        RunnerMachine.shell(1, FOREVER), "--state", other, "--detach", "--stdin-config", "c1");

    assertThat(machine.list()).isEmpty();
    assertThat(machine.run("--state", other, "--list").lines()).contains("c1 1 alive");
    assertThat(machine.run("--state", other, "--kill", "9", "c1", "1").status()).isZero();
  }

  @Test
  @DisplayName("RUN-3: alive, then exited with its status, then forgotten")
  void aliveThenExited() {
    machine.startShell("c1", 1, "trap 'exit 7' TERM; echo up; while :; do sleep 0.05; done");
    machine.awaitStdout("c1", 1, "up");
    assertThat(machine.list()).containsExactly("c1 1 alive");

    machine.run("--kill", "TERM", "c1", "1");

    machine.awaitList("c1 1 exited 7");
    assertThat(machine.run("--discard", "c1", "1").status()).isZero();
    assertThat(machine.list()).isEmpty();
  }

  @Test
  @DisplayName("RUN-3, RUN-6: stale when the supervisor was killed, lost when the rest is gone too")
  void staleThenLost() throws IOException {
    machine.startShell("c1", 1, FOREVER);
    ProcessHandle payload = machine.payload("c1", 1);
    machine.supervisor("c1", 1).destroyForcibly();

    machine.awaitList("c1 1 stale");
    assertRefused(machine.start("c1", RunnerMachine.shell(2, "")), 3, "stale");
    payload.destroyForcibly();
    machine.awaitList("c1 1 lost");
    machine.startShell("c1", 2, "");
    machine.awaitList("c1 1 lost", "c1 2 exited 0");
  }

  @Test
  @DisplayName(
      "RUN-6: to test the locks disturbs neither those that hold them nor those that clear up")
  void listingDisturbsNothing() {
    String leaveThings = "sleep 1000 & setsid sleep 1000 & sleep 1000 9>&- & sleep 0.3; exit 3";
    Stream.of("c1", "c2", "c3", "c4").forEach(id -> machine.startShell(id, 1, leaveThings));

    Awaitility.await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              List<String> lines = machine.list();
              assertThat(lines).hasSize(4).allMatch(line -> line.matches(".*(alive|exited 3)"));
              return lines.stream().allMatch(line -> line.endsWith("exited 3"));
            });
    machine.awaitNothingRuns();
  }

  @Test
  @DisplayName("RUN-8: a wait ends with a start, an exit, and a discard")
  void waitEndsWithAChange() {
    String generation = machine.run("--list").generation();

    Process wait = machine.begin("--list", "--wait", LONG, "--since", generation);
    machine.startShell("c1", 1, FOREVER);
    RunnerMachine.Answer started = RunnerMachine.answer(wait);
    assertThat(started.lines()).contains("c1 1 alive");

    wait = machine.begin("--list", "--wait", LONG, "--since", started.generation());
    machine.run("--kill", "9", "c1", "1");
    RunnerMachine.Answer exited = RunnerMachine.answer(wait);
    assertThat(exited.lines()).contains("c1 1 exited 137");

    wait = machine.begin("--list", "--wait", LONG, "--since", exited.generation());
    machine.run("--discard", "c1", "1");
    RunnerMachine.Answer discarded = RunnerMachine.answer(wait);
    if (discarded.lines().contains("c1 1 exited 137")) {
      // A result is there a moment before the word of it: that word ended this wait.
      wait = machine.begin("--list", "--wait", LONG, "--since", discarded.generation());
      discarded = RunnerMachine.answer(wait);
    }
    assertThat(discarded.lines()).hasSize(1);
  }

  @Test
  @DisplayName("RUN-8: a wait ends when a supervisor is killed, which leaves no word")
  void waitEndsWithAKilledSupervisor() throws IOException {
    machine.startShell("c1", 1, FOREVER);
    String generation = machine.run("--list").generation();

    Process wait = machine.begin("--list", "--wait", LONG, "--since", generation);
    machine.supervisor("c1", 1).destroyForcibly();

    assertThat(RunnerMachine.answer(wait).lines()).contains("c1 1 stale");
  }

  @Test
  @DisplayName("RUN-8: a wait since a generation that is over answers at once")
  void waitSinceAnOldGeneration() throws IOException {
    machine.startShell("c1", 1, FOREVER);
    String before = machine.run("--list").generation();
    machine.supervisor("c1", 1).destroyForcibly();
    machine.awaitList("c1 1 stale");

    RunnerMachine.Answer answer = machine.run("--list", "--wait", LONG, "--since", before);

    assertThat(answer.lines()).contains("c1 1 stale");
    assertThat(answer.generation()).isNotEqualTo(before);
  }

  @Test
  @DisplayName("RUN-8: a wait without a change ends when the time is over")
  void waitEndsWithTheTime() {
    machine.startShell("c1", 1, FOREVER);
    RunnerMachine.Answer before = machine.run("--list");

    RunnerMachine.Answer after =
        machine.run("--list", "--wait", "1", "--since", before.generation());

    assertThat(after).usingRecursiveComparison().isEqualTo(before);
    assertThat(machine.run("--list", "--wait", "0").stdout()).isEqualTo(before.stdout());
  }

  @Test
  @DisplayName("RUN-8: a wait without a token ends with the next change")
  void waitWithoutToken() {
    Process wait = machine.begin("--list", "--wait", LONG);
    AtomicInteger count = new AtomicInteger();

    // It may begin at any time: so there is a change at any time.
    Awaitility.await()
        .until(
            () -> {
              machine.startShell("c" + count.incrementAndGet(), 1, "");
              return !wait.isAlive();
            });

    assertThat(RunnerMachine.answer(wait).lines()).hasSizeGreaterThan(1);
  }

  @Test
  @DisplayName("POOL-15: broken when told so")
  void brokenWhenToldSo() throws IOException {
    assertThat(machine.list()).isEmpty();
    String generation = machine.run("--list").generation();
    Process wait = machine.begin("--list", "--wait", LONG, "--since", generation);

    Files.createFile(machine.state().resolve("broken"));

    assertThat(RunnerMachine.answer(wait).lines()).contains("broken");
    assertThat(machine.list()).containsExactly("broken");
  }

  @Test
  @DisplayName("POOL-15: broken when the disk is full, or the state directory can't be made")
  void brokenWhenItCannotWrite() throws IOException {
    machine.startShell("c1", 1, FOREVER);
    Files.deleteIfExists(machine.state().resolve(".probe"));
    Files.createSymbolicLink(machine.state().resolve(".probe"), Path.of("/dev/full"));
    assertThat(machine.list()).containsExactlyInAnyOrder("broken", "c1 1 alive");

    Path file = Files.createFile(directory.resolve("file"));
    RunnerMachine.Answer answer =
        machine.run("--state", file.resolve("state").toString(), "--list", "--fence", "3");
    assertThat(answer.status()).isZero();
    assertThat(answer.lines()).first().isEqualTo("broken");
  }

  @Test
  @DisplayName("POOL-20: the lease is noted")
  void leaseIsNoted() throws IOException {
    Path lease = machine.state().resolve("lease");
    for (String time : List.of("7200", "7200s", "120m", "2h")) {
      long before = Long.parseLong(date());
      assertThat(machine.run("--list", "--lease", time).status()).isZero();

      assertThat(Long.parseLong(Files.readString(lease).split(" ", 2)[0]))
          .isBetween(before + 7200, Long.parseLong(date()) + 7200);
    }
  }

  /** Seconds since 1970, by the machine's own clock. */
  private static String date() throws IOException {
    Process date = new ProcessBuilder("date", "+%s").start();
    return RunnerMachine.answer(date).stdout().strip();
  }
}
