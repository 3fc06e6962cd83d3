package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of an instance whose dispatcher does not come back. */
class RunnerProgramLeaseTest extends RunnerProgramFixture {
  /** Longer than the shortest lease and the watch's pause after it. */
  private static final Duration AFTER_THE_END = Duration.ofSeconds(2);

  @Test
  @DisplayName("POOL-20: when the lease has run out the command runs, once, and is logged")
  void commandRuns() throws IOException {
    lease("1s");

    awaitCommand();
    awaitNoWatch();
    assertThat(machine.state().resolve("lease")).doesNotExist();
    assertThat(machine.state().resolve("lease.log"))
        .content()
        .contains("the lease of 1 s has run out; running: echo it\\'s over")
        .contains("to the log")
        .contains("ended with status 3");
    assertThat(Files.readString(over())).isEqualTo("it's over\n");
    // The next dispatcher begins anew, and need not repeat the command.
    assertThat(machine.run("--list", "--lease", "1s").status()).isZero();
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(Files.readString(over())).isEqualTo("it's over\nit's over\n"));
  }

  @Test
  @DisplayName("POOL-20: a lease that is renewed does not run out")
  void renewalPostpones() {
    lease("1s");
    assertThat(machine.run("--list", "--lease", "1h").status()).isZero();

    nothingHappens();
    assertThat(watches()).hasSize(1);
  }

  @Test
  @DisplayName("POOL-20: a lease that was ended does not run out, and nothing waits for it")
  void endedLease() {
    lease("1s", "--hold");
    assertThat(machine.run("--list", "--lease", "0").status()).isZero();

    awaitNoWatch();
    assertThat(over()).doesNotExist();
    assertThat(files("lease", "lease.command", "hold")).isEmpty();
    // Without a command there is nothing to wait for.
    assertThat(machine.run("--list", "--lease", "1s").status()).isZero();
    assertThat(watches()).isEmpty();
  }

  @Test
  @DisplayName("POOL-20: no lease fires while something is alive or a result waits")
  void aliveAndResultsPostpone() {
    machine.startShell("c1", 1, "until test -e go; do sleep 0.05; done");
    lease("1s");
    nothingHappens();
    assertThat(machine.list()).containsExactly("c1 1 alive");

    machine.putFile("c1", 1, "work/go");
    machine.awaitList("c1 1 exited 0");
    nothingHappens();

    assertThat(machine.run("--discard", "c1", "1").status()).isZero();
    awaitCommand();
  }

  @Test
  @DisplayName("POOL-20: stale is alive, too; what is lost is not")
  void stalePostpones() throws IOException {
    machine.startShell("c1", 1, "echo up; exec sleep 1000");
    machine.awaitStdout("c1", 1, "up");
    machine.supervisor("c1", 1).destroyForcibly();
    machine.awaitList("c1 1 stale");
    lease("1s");
    nothingHappens();

    assertThat(machine.run("--kill", "9", "c1", "1").status()).isZero();
    awaitCommand();
    assertThat(machine.list()).containsExactly("c1 1 lost");
  }

  @Test
  @DisplayName("POOL-20: results wait for 24 h at most")
  void oldResultsDoNotWait() throws IOException {
    machine.startShell("c1", 1, "");
    machine.awaitList("c1 1 exited 0");
    machine.awaitNothingRuns();
    Files.setLastModifiedTime(
        machine.attempt("c1", 1).resolve("result"),
        FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    lease("1s");

    awaitCommand();
    assertThat(machine.list()).containsExactly("c1 1 exited 0");
  }

  @Test
  @DisplayName("POOL-20: no lease fires on HOLD; the next lease without it takes the mark away")
  void holdPostpones() {
    lease("1s", "--hold");
    assertThat(files("hold")).hasSize(1);
    assertThat(machine.list()).isEmpty();
    nothingHappens();

    assertThat(machine.run("--list", "--lease", "1s").status()).isZero();
    assertThat(files("hold")).isEmpty();
    awaitCommand();
  }

  @Test
  @DisplayName("POOL-20: of many listings at once one starts a watch, which locks nothing else")
  void oneWatch() {
    List<Process> lists =
        IntStream.range(0, 10)
            .mapToObj(i -> machine.begin("--list", "--lease", "1h", "--lease-command", "true"))
            .toList();
    lists.forEach(list -> assertThat(RunnerMachine.answer(list).status()).isZero());

    Awaitility.await().untilAsserted(() -> assertThat(watches()).hasSize(1));
    machine.startShell("c1", 1, "");
    machine.awaitList("c1 1 exited 0");
    assertThat(machine.run("--discard", "c1", "1").status()).isZero();
    assertThat(machine.list()).isEmpty();
    assertThat(watches()).hasSize(1);
  }

  @Test
  @DisplayName("POOL-20: the watch ends with the state directory")
  void watchEndsWithTheDirectory() throws IOException {
    lease("2s");
    assertThat(watches()).hasSize(1);
    Files.move(machine.state(), directory.resolve("elsewhere"));

    awaitNoWatch();
    assertThat(over()).doesNotExist();
    assertThat(machine.state()).doesNotExist();
  }

  @Test
  @DisplayName("POOL-20: a command of several lines is refused")
  void oneLine() {
    assertRefused(
        machine.run("--list", "--lease", "1s", "--lease-command", "a\nb"), 2, "must be one line");
  }

  private Path over() {
    return directory.resolve("over");
  }

  private void lease(String time, String... more) {
    String command = "echo it\\'s over >>" + over() + "; echo to the log; exit 3";
    List<String> words = List.of("--list", "--lease", time, "--lease-command", command);
    RunnerMachine.Answer answer =
        machine.run(Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new));
    assertThat(answer.stderr()).isEmpty();
    assertThat(answer.status()).isZero();
    Awaitility.await().untilAsserted(() -> assertThat(watches()).hasSize(1));
  }

  private void awaitCommand() {
    Awaitility.await().untilAsserted(() -> assertThat(over()).hasContent("it's over"));
  }

  private void nothingHappens() {
    Awaitility.await()
        .during(AFTER_THE_END)
        .atMost(AFTER_THE_END.multipliedBy(3))
        .until(() -> !Files.exists(over()));
  }

  private List<ProcessHandle> watches() {
    return machine.processes().stream()
        .filter(process -> RunnerMachine.commandLine(process).contains("--watch-lease"))
        .toList();
  }

  private void awaitNoWatch() {
    Awaitility.await().untilAsserted(() -> assertThat(watches()).isEmpty());
  }

  private List<Path> files(String... names) {
    return Stream.of(names).map(machine.state()::resolve).filter(Files::exists).toList();
  }
}
