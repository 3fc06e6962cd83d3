package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunnerProgramKillTest extends RunnerProgramFixture {
  private static final String DEAF = "trap '' TERM; echo up; while :; do sleep 0.1; done";

  @Test
  @DisplayName("RUN-4: what never was is gone")
  void neverWas() {
    assertThat(machine.run("--kill", "15", "c1", "1").status()).isZero();
    machine.startShell("c1", 2, "exec sleep 1000");

    assertThat(machine.run("--kill", "9", "c1", "1").status()).isZero();
    assertThat(machine.list()).containsExactly("c1 2 alive");
  }

  @Test
  @DisplayName("RUN-4: status 1 while it lives, 0 when it is gone")
  void oneWhileItLives() {
    machine.startShell("c1", 1, DEAF);
    machine.awaitStdout("c1", 1, "up");

    assertThat(machine.run("--kill", "15", "c1", "1").status()).isEqualTo(1);
    assertThat(machine.list()).containsExactly("c1 1 alive");
    assertThat(machine.run("--kill", "9", "c1", "1").status()).isZero();
    machine.awaitList("c1 1 exited 137");
    assertThat(machine.run("--kill", "15", "c1", "1").status()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "15,143",
    "TERM,143",
    "SIGTERM,143",
    "2,130",
    "INT,130",
    "1,129",
    "USR2,140",
    "10,138"
  })
  // Not QUIT: a JVM blocks it, and its children inherit that.
  @DisplayName("RUN-4: any signal reaches the payload, by number or by name")
  void signalsArrive(String signal, int status) {
    machine.startShell("c1", 1, "ulimit -c 0; echo up; exec sleep 1000");
    machine.awaitStdout("c1", 1, "up");

    assertThat(machine.run("--kill", signal, "c1", "1").status()).isZero();
    assertThat(machine.list()).containsExactly("c1 1 exited " + status);
  }

  @Test
  @DisplayName("RUN-4: the whole process group gets the signal")
  void groupGetsIt() throws IOException {
    machine.startShell(
        "c1",
        1,
        "sh -c 'trap \"echo child; exit\" TERM; echo up; while :; do sleep 0.05; done' & wait; wait");
    machine.awaitStdout("c1", 1, "up");

    assertThat(machine.run("--kill", "TERM", "c1", "1").status()).isZero();

    machine.awaitStdout("c1", 1, "child");
  }

  @Test
  @DisplayName("RUN-6: a stale payload gets it too, wherever it went")
  void staleGetsIt() throws IOException {
    machine.startShell("c1", 1, "setsid sh -c 'echo up; exec sleep 1000' & exec sleep 1000");
    machine.awaitStdout("c1", 1, "up");
    machine.supervisor("c1", 1).destroyForcibly();
    machine.awaitList("c1 1 stale");

    assertThat(machine.run("--kill", "15", "c1", "1").status()).isZero();
    assertThat(machine.list()).containsExactly("c1 1 lost");
    machine.awaitNothingRuns();
  }

  @Test
  @DisplayName("RUN-4: a process that has the number of a payload by chance gets no signal")
  void strangerIsSpared() throws IOException {
    Process stranger =
        new ProcessBuilder("setsid", "sleep", "1000").directory(directory.toFile()).start();
    machine.startShell("c1", 1, DEAF);
    machine.awaitStdout("c1", 1, "up");
    machine.startShell("c2", 1, "");
    machine.awaitList("c1 1 alive", "c2 1 exited 0");

    Path pid = machine.attempt("c1", 1).resolve("pid");
    String start = Files.readString(pid).strip().split(" ", -1)[1];
    Files.writeString(pid, stranger.pid() + " " + start + "0\n");
    Files.writeString(machine.attempt("c2", 1).resolve("pid"), stranger.pid() + " 1\n");

    assertThat(machine.run("--kill", "9", "c1", "1").status()).isEqualTo(1);
    assertThat(machine.run("--kill", "9", "c2", "1").status()).isZero();
    assertThat(stranger.isAlive()).isTrue();
    stranger.destroyForcibly();
  }

  @Test
  @DisplayName("RUN-6: children that outlive the payload are ended with it")
  void childrenAreEnded() {
    machine.startShell(
        "c1", 1, "sleep 1000 & (trap '' TERM; echo up; sleep 1000; sleep 1000) & sleep 0.2");

    machine.awaitList("c1 1 exited 0");
    machine.awaitNothingRuns();
  }

  @Test
  @DisplayName("RUN-6: what escaped to a session of its own, but has the lock, is ended too")
  void escapedAreEnded() {
    machine.startShell(
        "c1",
        1,
        "setsid sh -c 'trap \"\" TERM; echo up; sleep 1000; sleep 1000' & while ! test -s ../stdout; do sleep 0.05; done; exit 3");

    machine.awaitList("c1 1 exited 3");
    machine.awaitNothingRuns();
  }

  @Test
  @DisplayName("RUN-6: what dropped the lock, but stayed in the group, is ended too")
  void lockDroppersAreEnded() {
    machine.startShell("c1", 1, "sleep 1000 9>&- & exit 3");

    machine.awaitList("c1 1 exited 3");
    machine.awaitNothingRuns();
  }
}
