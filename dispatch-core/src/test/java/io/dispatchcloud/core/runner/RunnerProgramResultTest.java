package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RunnerProgramResultTest extends RunnerProgramFixture {
  @Test
  @DisplayName("RUN-5: the result is JSON with attempt, status, times, and the ends of the output")
  void resultIsJson() {
    machine.startShell("c1", 3, "echo out; echo err >&2; exit 9");
    machine.awaitList("c1 3 exited 9");

    String time = "\"20[0-9-]{8}T[0-9:]{8}(\\.[0-9]{3})?Z\"";
    assertThat(machine.run("--result", "c1", "3").stdout())
        .matches(
            ("\\{\"attempt\":3,\"exitStatus\":9,\"startedAt\":%s,\"finishedAt\":%s,"
                    + "\"stdoutBytes\":4,\"stderrBytes\":4,"
                    + "\"stdoutTail\":\"b3V0Cg==\",\"stderrTail\":\"ZXJyCg==\"\\}\n")
                .formatted(time, time));
  }

  @Test
  @DisplayName("RUN-5: no result of what lives, of what is lost, and of what never was")
  void noResult() throws IOException {
    assertRefused(machine.run("--result", "c1", "1"), 5, "no attempt 1 here");
    machine.startShell("c1", 1, "exec sleep 1000");
    assertRefused(machine.run("--result", "c1", "1"), 5, "not ended yet");
    ProcessHandle payload = machine.payload("c1", 1);
    machine.supervisor("c1", 1).destroyForcibly();
    payload.destroyForcibly();
    machine.awaitList("c1 1 lost");
    assertRefused(machine.run("--result", "c1", "1"), 5, "ended without a result");
  }

  @Test
  @DisplayName("RUN-5: of megabytes the last 64 KiB are shown, and all are counted")
  void megabytes() {
    machine.startShell("c1", 1, "head -c 3000000 /dev/zero | tr '\\0' x; printf end");
    machine.awaitList("c1 1 exited 0");

    String json = machine.run("--result", "c1", "1").stdout();
    assertThat(field(json, "stdoutBytes")).isEqualTo("3000003");
    assertThat(tail(json, "stdoutTail")).hasSize(65536).endsWith('e', 'n', 'd');
    assertThat(tail(json, "stderrTail")).isEmpty();
  }

  @Test
  @DisplayName("RUN-5: the configuration says how much is shown, binary output as it is")
  void binaryTail() {
    machine.start(
        "c1",
        "{\"attempt\":1,\"tailBytes\":5,\"command\":[\"printf\",\"abc\\\\000\\\\377\\\\n\\\\n\"]}");
    machine.awaitList("c1 1 exited 0");

    String json = machine.run("--result", "c1", "1").stdout();
    assertThat(field(json, "stdoutBytes")).isEqualTo("7");
    assertThat(tail(json, "stdoutTail")).containsExactly('c', 0, 255, '\n', '\n');
    assertThat(machine.run("--output", "c1", "1", "stdout", "0", "100").bytes())
        .containsExactly('a', 'b', 'c', 0, 255, '\n', '\n');
  }

  @Test
  @DisplayName("RUN-5: output is read in parts, also while the container runs")
  void outputInParts() {
    machine.startShell("c1", 1, "printf 0123456789; printf error >&2; exec sleep 1000");
    machine.awaitStdout("c1", 1, "9");

    assertThat(machine.run("--output", "c1", "1", "stdout", "0", "3").stdout()).isEqualTo("012");
    assertThat(machine.run("--output", "c1", "1", "stdout", "3", "0").stdout()).isEmpty();
    assertThat(machine.run("--output", "c1", "1", "stdout", "8", "9").stdout()).isEqualTo("89");
    RunnerMachine.Answer beyond = machine.run("--output", "c1", "1", "stdout", "99", "9");
    assertThat(beyond.stdout()).isEmpty();
    assertThat(beyond.status()).isZero();
    assertRefused(machine.run("--output", "c1", "2", "stdout", "0", "3"), 5, "no attempt 2");
  }

  @Test
  @DisplayName("RUN-5: a discarded attempt is forgotten, and never runs again")
  void discardedIsSpent() throws IOException {
    machine.startShell("c1", 2, "mkdir d && touch d/f && chmod 0 d");
    machine.awaitList("c1 2 exited 0");

    assertThat(machine.run("--discard", "c1", "2").status()).isZero();

    assertThat(machine.list()).isEmpty();
    assertRefused(machine.run("--result", "c1", "2"), 5, "no attempt 2 here");
    assertRefused(machine.start("c1", RunnerMachine.shell(2, "")), 4, "attempt 2");
    assertRefused(machine.start("c1", RunnerMachine.shell(1, "")), 4, "attempt 1");
    try (var files = Files.walk(machine.state())) {
      assertThat(files.filter(file -> file.toString().contains("c1~"))).isEmpty();
    }
    machine.startShell("c1", 3, "");
  }

  @Test
  @DisplayName("RUN-5: discarding twice, and what never was, is harmless")
  void discardingTwice() {
    assertThat(machine.run("--discard", "c1", "1").status()).isZero();
    assertThat(machine.run("--discard", "c1", "1").status()).isZero();

    assertRefused(machine.start("c1", RunnerMachine.shell(1, "")), 4, "attempt 1");
  }

  @Test
  @DisplayName("RUN-5: what lives is not discarded, with or without its supervisor")
  void aliveIsNotDiscarded() throws IOException {
    machine.startShell("c1", 1, "exec sleep 1000");

    assertRefused(machine.run("--discard", "c1", "1"), 3, "not gone yet");
    machine.supervisor("c1", 1).destroyForcibly();
    machine.awaitList("c1 1 stale");
    assertRefused(machine.run("--discard", "c1", "1"), 3, "not gone yet");
  }

  private static String field(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\":\"?([^,\"}]*)").matcher(json);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private static byte[] tail(String json, String name) {
    return Base64.getDecoder().decode(field(json, name).getBytes(StandardCharsets.US_ASCII));
  }
}
