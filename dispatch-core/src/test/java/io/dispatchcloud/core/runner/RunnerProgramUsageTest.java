package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunnerProgramUsageTest extends RunnerProgramFixture {
  @Test
  @DisplayName("RUN-2 to RUN-8: --help tells every command")
  void helpTellsEveryCommand() {
    RunnerMachine.Answer answer = machine.run("--help");

    assertThat(answer.status()).isZero();
    assertThat(answer.stdout())
        .contains("--detach", "--list", "--kill", "--result", "--output", "--discard")
        .contains("--cancel-start", "--fence", "--wait", "--since", "--lease", "--state");
  }

  @Test
  @DisplayName("RUN-1: --version names the program and the protocol")
  void versionIsTold() {
    assertThat(machine.run("--version").stdout()).isEqualTo("dispatch-run 1\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--lisd",
        "--list extra",
        "--list --result c1 1",
        "--list --wait",
        "--list --wait soon",
        "--list --lease 3x",
        "--list --lease",
        "--list --hold",
        "--list --lease-command true",
        "--list --lease 30m --lease-command",
        "--list --fence -1",
        "--list --fence 9223372036854775808",
        "--detach c1",
        "--detach --stdin-config",
        "--detach --stdin-config c1 c2",
        "--result c1",
        "--result c1 0",
        "--result c1 01",
        "--result c1 x",
        "--result c1 1 2 3 4 5",
        "--output c1 1 stdin 0 1",
        "--output c1 1 stdout -1 1",
        "--kill TREM c1 1",
        "--kill 0 c1 1",
        "--kill 65 c1 1",
        "--kill -1 c1 1",
      })
  @DisplayName("RUN-3: wrong arguments end with status 2 and a message")
  void wrongArgumentsAreRefused(String line) {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);

    assertRefused(machine.run(arguments), 2, "");
    assertThat(machine.state()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".c", "_c", "c/1", "../c", "c 1", "c~1", "c*", "é", "c\n1", "c$1"})
  @DisplayName("CTR-2: what is no container id is refused")
  void badIdsAreRefused(String id) {
    assertRefused(machine.run("--result", id, "1"), 2, "not a container id");
  }

  @Test
  @DisplayName("CTR-2: an id has at most 128 characters")
  void longIdsAreRefused() {
    assertRefused(machine.run("--result", "a".repeat(129), "1"), 2, "at most 128");
    assertRefused(machine.run("--result", "a".repeat(128), "1"), 5, "no attempt 1 here");
  }
}
