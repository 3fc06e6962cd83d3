package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunnerProgramFenceTest extends RunnerProgramFixture {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--list",
        "--list --wait 1",
        "--kill 9 c1 1",
        "--result c1 1",
        "--output c1 1 stdout 0 1",
        "--discard c1 1",
        "--cancel-start c1 1",
        "--detach --stdin-config c1",
      })
  @DisplayName("RUN-3, QUEUE-7: every command refuses a fence that is lower than one seen before")
  void lowerFenceIsRefused(String command) {
    assertThat(machine.run("--list", "--fence", "7").status()).isZero();
    String[] arguments = ("--fence 6 " + command).split(" ", -1);

    assertRefused(
        machine.feed(RunnerMachine.shell(1, ""), arguments), 6, "fence 6 is older than 7");
    assertThat(machine.list()).isEmpty();
    assertThat(machine.run("--list", "--fence", "7").status()).isZero();
  }

  @Test
  @DisplayName("RUN-3: a refused kill leaves the container alone, a refused tombstone is not set")
  void refusedChangesNothing() {
    machine.startShell("c1", 1, "exec sleep 1000");
    machine.run("--fence", "7", "--list");

    machine.run("--fence", "6", "--kill", "9", "c1", "1");
    machine.run("--fence", "6", "--cancel-start", "c2", "1");

    assertThat(machine.list()).containsExactly("c1 1 alive");
    machine.startShell("c2", 1, "");
  }

  @Test
  @DisplayName("RUN-3: any command raises the fence")
  void anyCommandRaisesIt() {
    machine.run("--fence", "5", "--kill", "9", "c1", "1");
    assertRefused(machine.run("--fence", "4", "--list"), 6, "older than 5");
    machine.feed(RunnerMachine.shell(1, ""), "--fence", "8", "--detach", "--stdin-config", "c1");
    assertRefused(machine.run("--fence", "7", "--list"), 6, "older than 8");
    machine.awaitList("c1 1 exited 0");
  }

  @Test
  @DisplayName("RUN-3: a fence has 64 bits")
  void fenceHas64Bits() {
    machine.run("--list", "--fence", "9223372036854775806");

    assertRefused(machine.run("--list", "--fence", "9223372036854775805"), 6, "older than");
    assertRefused(machine.run("--list", "--fence", "4294967296"), 6, "older than");
    assertThat(machine.run("--list", "--fence", "9223372036854775807").status()).isZero();
  }

  @Test
  @DisplayName("RUN-3: of fences that come at once the highest stays")
  void highestStays() {
    List<Process> commands =
        IntStream.of(3, 9, 1, 8, 2, 7, 10, 4, 6, 5)
            .mapToObj(fence -> machine.begin("--list", "--fence", Integer.toString(fence)))
            .toList();
    commands.forEach(RunnerMachine::answer);

    assertRefused(machine.run("--list", "--fence", "9"), 6, "older than 10");
  }

  @Test
  @DisplayName("RUN-3: the tombstone of an attempt refuses it from then on")
  void tombstone() {
    assertThat(machine.run("--cancel-start", "c1", "2").stdout()).isEqualTo("not-started\n");
    assertThat(machine.run("--cancel-start", "c1", "2").stdout()).isEqualTo("not-started\n");

    assertRefused(machine.start("c1", RunnerMachine.shell(2, "")), 4, "attempt 2");
    assertRefused(machine.start("c1", RunnerMachine.shell(1, "")), 4, "attempt 1");
    machine.startShell("c1", 3, "");
    assertThat(machine.list()).hasSize(1);
  }

  @Test
  @DisplayName("RUN-3: cancelling says whether the attempt had started, also when it is over")
  void cancelTellsStarts() {
    machine.startShell("c1", 2, "exec sleep 1000");
    assertThat(machine.run("--cancel-start", "c1", "2").stdout()).isEqualTo("started\n");
    assertThat(machine.list()).containsExactly("c1 2 alive");

    machine.run("--kill", "9", "c1", "2");
    machine.awaitList("c1 2 exited 137");
    assertThat(machine.run("--cancel-start", "c1", "2").stdout()).isEqualTo("started\n");
    machine.run("--discard", "c1", "2");
    assertThat(machine.run("--cancel-start", "c1", "2").stdout()).isEqualTo("started\n");
    assertThat(machine.run("--cancel-start", "c1", "1").stdout()).isEqualTo("not-started\n");
    assertThat(machine.run("--cancel-start", "c1", "3").stdout()).isEqualTo("not-started\n");
  }
}
