package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How an instance learns that its provider takes it away, and tells. */
class RunnerProgramNoticeTest extends RunnerProgramFixture {
  /** A shell that has a sleep of its own makes the program's true pauses. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String NOTICE = "notice 2026-01-31T12:00:00Z";

  @BeforeEach
  void shortPauses() throws IOException {
    // The pause between two questions; a tenth of a second must do for a test.
    Path sleep = directory.resolve("tools").resolve("sleep");
    Files.createDirectories(sleep.getParent());
    Files.writeString(sleep, "#!/bin/sh\nexec /bin/sleep 0.1\n");
    Files.setPosixFilePermissions(sleep, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  @DisplayName("RUN-3: a listing tells the notice that the provider has given; the first one holds")
  void notice() throws IOException {
    says(NOTICE);
    ask();
    awaitLine(NOTICE);

    says("notice 2026-01-31T12:00:05Z");
    awaitAnotherAnswer();
    assertThat(machine.run("--list").stdout()).contains(NOTICE + "\n");
  }

  @Test
  @DisplayName("RUN-3: a waiting listing tells it at once")
  void waiting() throws IOException {
    says("");
    ask();
    String generation = machine.run("--list").generation();
    Process waiting = machine.begin("--list", "--wait", "600", "--since", generation);
    says(NOTICE);

    assertThat(RunnerMachine.answer(waiting).stdout()).contains(NOTICE + "\n");
  }

  @Test
  @DisplayName("RUN-3: that it may be taken away gives way to a notice, which can be taken back")
  void rebalance() throws IOException {
    says("rebalance 2026-01-31T11:00:00Z");
    ask();
    awaitLine("rebalance 2026-01-31T11:00:00Z");

    says(NOTICE + "\nrebalance 2026-01-31T11:00:00Z");
    awaitLine(NOTICE);
    assertThat(machine.run("--list").stdout()).doesNotContain("rebalance");

    says("");
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(machine.run("--list").stdout()).doesNotContain("notice "));
  }

  @Test
  @DisplayName("RUN-3: what a failing command says, or says in other words, changes nothing")
  void failures() throws IOException {
    List<String> nonsense =
        List.of(
            "exit 1", "echo notice soon", "echo 'notice $(id)'", "echo '<html>'", "echo notice");
    says("");
    ask();
    for (String said : nonsense) {
      script(said);
      awaitAnotherAnswer();
      assertThat(machine.run("--list").stdout()).doesNotContain("notice ");
    }
    says(NOTICE);
    awaitLine(NOTICE);

    for (String said : nonsense.subList(0, 2)) {
      script(said);
      awaitAnotherAnswer();
      assertThat(machine.run("--list").stdout()).contains(NOTICE + "\n");
    }
  }

  @Test
  @DisplayName("RUN-3: what a command leaves running does not keep the next answer away")
  void leavesSomethingRunning() throws IOException {
    script("sleep 600 & echo");
    ask();
    awaitAnotherAnswer();

    says(NOTICE);
    awaitLine(NOTICE);
  }

  @Test
  @DisplayName("RUN-3: of many listings at once one starts to ask, and holds on to nothing else")
  void oneWatch() throws IOException {
    says("");
    List<Process> lists =
        IntStream.range(0, 10)
            .mapToObj(i -> machine.begin("--list", "--notice-command", command()))
            .toList();
    lists.forEach(list -> assertThat(RunnerMachine.answer(list).status()).isZero());

    Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(watches()).hasSize(1));
    machine.startShell("c1", 1, "");
    machine.awaitList("c1 1 exited 0");
    assertThat(machine.run("--discard", "c1", "1").status()).isZero();
    assertThat(machine.list()).isEmpty();
  }

  @Test
  @DisplayName("RUN-3: nobody asks any more when no listing has wanted it for a quarter of an hour")
  void endsByItself() throws IOException {
    says("");
    ask();
    Files.setLastModifiedTime(
        machine.state().resolve("notice.command"),
        FileTime.from(Instant.now().minus(Duration.ofMinutes(16))));

    Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(watches()).isEmpty());
  }

  @Test
  @DisplayName("RUN-3: a command of several lines is refused")
  void oneLine() {
    assertRefused(machine.run("--list", "--notice-command", "a\nb"), 2, "must be one line");
  }

  private Path script() {
    return directory.resolve("provider");
  }

  private String command() {
    return "sh " + script();
  }

  /** What the provider says from now on. */
  private void says(String said) throws IOException {
    script(said.isEmpty() ? "" : "echo '" + said + "'");
  }

  private void script(String text) throws IOException {
    Path next = directory.resolve("provider.next");
    Files.writeString(next, text + "\necho x >>" + directory.resolve("answers") + "\n");
    // The last line must not hide how the others ended.
    if (text.startsWith("exit")) {
      Files.writeString(next, "echo x >>" + directory.resolve("answers") + "\n" + text + "\n");
    }
    Files.move(next, script(), StandardCopyOption.REPLACE_EXISTING);
  }

  private void ask() {
    RunnerMachine.Answer answer = machine.run("--list", "--notice-command", command());
    assertThat(answer.stderr()).isEmpty();
    assertThat(answer.status()).isZero();
    Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(watches()).hasSize(1));
  }

  /** Waits until the provider was asked twice more: the second time it said what it says now. */
  private void awaitAnotherAnswer() throws IOException {
    long before = answers();
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(answers()).isGreaterThan(before + 3));
  }

  private long answers() throws IOException {
    Path answers = directory.resolve("answers");
    return Files.exists(answers) ? Files.size(answers) : 0;
  }

  private void awaitLine(String line) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(machine.run("--list").stdout().lines()).contains(line));
  }

  private List<ProcessHandle> watches() {
    return machine.processes().stream()
        .filter(process -> RunnerMachine.commandLine(process).contains("--watch-notice"))
        .toList();
  }
}
