package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RunnerProgramStartTest extends RunnerProgramFixture {
  private static final String FOREVER = "exec sleep 1000";
  private static final String SELF = System.getProperty("user.name");
  private static final String OTHER = SELF.equals("nobody") ? "daemon" : "nobody";

  @Test
  @DisplayName("RUN-2: a start returns while the container goes on")
  void startReturnsAtOnce() {
    // To read the answer to its end takes that the container holds neither stdout nor stderr.
    machine.startShell("c1", 1, FOREVER);

    assertThat(machine.list()).containsExactly("c1 1 alive");
  }

  @Test
  @DisplayName("RUN-2: a payload has a session of its own, an empty stdin, and default signals")
  void payloadIsOnItsOwn() throws IOException {
    machine.startShell("c1", 1, "read line || echo at its end; cat /proc/self/status; " + FOREVER);

    machine.awaitStdout("c1", 1, "SigIgn");
    String stdout = Files.readString(machine.attempt("c1", 1).resolve("stdout"));
    // The signals from 1 to 15 are the lowest bits; 32 is the JVM's own affair.
    assertThat(stdout).startsWith("at its end").containsPattern("SigIgn:\t[0-9a-f]{12}[08]000\n");
    String pid = Long.toString(machine.payload("c1", 1).pid());
    String stat = Files.readString(Path.of("/proc", pid, "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    assertThat(fields[2]).as("process group").isEqualTo(pid);
    assertThat(fields[3]).as("session").isEqualTo(pid);
  }

  @Test
  @DisplayName("RUN-2: a start command that ends before the payload runs takes it not along")
  void starterIsGone() throws IOException {
    // The supervisor's first word goes to a pipe that nobody reads any more.
    machine.putTool(
        "setsid",
        "pipe='"
            + directory
            + "/pipe'; mkfifo \"$pipe\"; exec 5<>\"$pipe\" 6>\"$pipe\" 5<&-\n"
            + "PATH=${PATH#*:}; exec setsid \"$@\" >&6 6>&-");
    String payload = RunnerMachine.configuration(1, List.of("sh", "-c", "exit 7"), Map.of());

    int status = machine.feed(payload, "--detach", "--stdin-config", "c1").status();

    // A shell that has a setsid of its own does not take ours, and then all is well.
    assertThat(status).isIn(interpreter().equals("/bin/sh") ? List.of(1) : List.of(0, 1));
    machine.awaitList("c1 1 exited 7");
  }

  @Test
  @DisplayName("RUN-2: hanging up ends neither supervisor nor payload")
  void hangupIsSurvived() throws Exception {
    machine.startShell("c1", 1, "echo up; read line </dev/zero; exec sleep 1000");
    new ProcessBuilder("kill", "-HUP", Long.toString(machine.supervisor("c1", 1).pid()))
        .start()
        .waitFor();
    new ProcessBuilder("kill", "-TERM", Long.toString(machine.supervisor("c1", 1).pid()))
        .start()
        .waitFor();

    assertThat(machine.list()).containsExactly("c1 1 alive");
    assertThat(machine.run("--kill", "9", "c1", "1").status()).isZero();
    machine.awaitList("c1 1 exited 137");
  }

  @Test
  @DisplayName("RUN-9: a process runs in a private directory, or in the one that was asked for")
  void workingDirectory() throws IOException {
    machine.startShell("c1", 1, "pwd; umask");
    machine.start(
        "c2", "{\"attempt\":1,\"command\":[\"pwd\"],\"workingDirectory\":\"/usr/bin/../..\"}");
    machine.start("c3", "{\"attempt\":1,\"command\":[\"pwd\"],\"workingDirectory\":\"/no/such\"}");
    machine.awaitList("c1 1 exited 0", "c2 1 exited 0", "c3 1 exited 126");

    Path work = machine.attempt("c1", 1).resolve("work");
    assertThat(Files.readString(machine.attempt("c1", 1).resolve("stdout")))
        .isEqualTo(work + "\n0022\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(machine.state())))
        .isEqualTo("rwx------");
    assertThat(Files.readString(machine.attempt("c2", 1).resolve("stdout"))).isEqualTo("/\n");
  }

  @Test
  @DisplayName("RUN-2: a command that is not there ends with status 127")
  void missingCommand() {
    // A folder on the path that may not be read would make it 126.
    Map<String, String> path = Map.of("PATH", "/usr/bin:/bin");
    machine.start("c1", RunnerMachine.configuration(1, List.of("no-such-command"), path));
    machine.start("c2", RunnerMachine.configuration(1, List.of("--help"), path));

    machine.awaitList("c1 1 exited 127", "c2 1 exited 127");
  }

  @Test
  @DisplayName("RUN-2: secrets are in no command line and on no disk")
  void secretsStaySecret() throws IOException {
    machine.start(
        "c1",
        RunnerMachine.configuration(
            1, List.of("sh", "-c", "echo ${#A}; exec sleep 1000"), Map.of("A", "hush-hush")));
    machine.awaitStdout("c1", 1, "9");

    assertThat(machine.contents().map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1)))
        .noneMatch(content -> content.contains("hush-hush"));
    assertThat(machine.processes()).hasSize(2);
    assertThat(ProcessHandle.allProcesses().map(RunnerProgramStartTest::commandLine))
        .noneMatch(line -> line.contains("hush-hush"));
    // The supervisor needs it no longer once the payload has it, and never has it in its
    // environment.
    assertThat(
            Files.readString(
                Path.of("/proc", Long.toString(machine.supervisor("c1", 1).pid()), "environ"),
                StandardCharsets.ISO_8859_1))
        .doesNotContain("hush-hush");
  }

  @Test
  @DisplayName("RUN-2: what is alive is not started again, in no attempt")
  void aliveIsRefused() {
    machine.startShell("c1", 2, FOREVER);

    for (long attempt : new long[] {1, 2, 3}) {
      assertRefused(machine.start("c1", RunnerMachine.shell(attempt, "")), 3, "c1 is alive");
    }
    assertThat(machine.list()).containsExactly("c1 2 alive");
  }

  @Test
  @DisplayName("CTR-7: an attempt never runs twice, nor after a later one; the next one runs")
  void spentAttemptsAreRefused() {
    machine.startShell("c1", 2, "");
    machine.awaitList("c1 2 exited 0");

    assertRefused(machine.start("c1", RunnerMachine.shell(2, "")), 4, "attempt 2");
    assertRefused(machine.start("c1", RunnerMachine.shell(1, "")), 4, "attempt 1");
    machine.startShell("c1", 3, "exit 3");
    machine.awaitList("c1 2 exited 0", "c1 3 exited 3");
  }

  @RepeatedTest(3)
  @DisplayName("RUN-2: of simultaneous starts of one attempt exactly one wins")
  void oneOfManyWins() {
    assertThat(race(1, 1, 1, 1, 1, 1, 1, 1, 1, 1)).containsOnlyOnce(0).containsOnly(0, 3);
    assertThat(machine.list()).containsExactly("c1 1 alive");
  }

  @Test
  @DisplayName("RUN-2: of simultaneous starts of one container's attempts exactly one wins")
  void oneAttemptOfManyWins() {
    assertThat(race(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)).containsOnlyOnce(0).containsOnly(0, 3);
    assertThat(machine.list()).hasSize(1);
  }

  @RepeatedTest(3)
  @DisplayName("RUN-2: of simultaneous starts of a short container one runs, once")
  void shortOneRunsOnce() throws IOException {
    Path count = directory.resolve("count");
    List<Process> starts = starts("echo x >>" + count, 1, 1, 1, 1, 1, 1, 1, 1);

    assertThat(starts.stream().map(start -> RunnerMachine.answer(start).status()))
        .containsOnlyOnce(0);
    machine.awaitList("c1 1 exited 0");
    assertThat(Files.readString(count)).isEqualTo("x\n");
  }

  @Test
  @DisplayName("RUN-2: containers run side by side")
  void manyAtOnce() {
    List<Process> starts =
        Stream.of("c1", "c2", "c3", "c4", "c5")
            .map(
                id -> {
                  Process start = machine.begin("--detach", "--stdin-config", id);
                  RunnerMachine.write(start, RunnerMachine.shell(1, FOREVER));
                  return start;
                })
            .toList();

    assertThat(starts.stream().map(start -> RunnerMachine.answer(start).status())).containsOnly(0);
    assertThat(machine.list())
        .containsExactlyInAnyOrder(
            "c1 1 alive", "c2 1 alive", "c3 1 alive", "c4 1 alive", "c5 1 alive");
    assertThat(machine.run("--kill", "9", "c3", "1").status()).isZero();
    machine.awaitList("c1 1 alive", "c2 1 alive", "c3 1 exited 137", "c4 1 alive", "c5 1 alive");
  }

  @Test
  @DisplayName("RUN-9: an engine that is not here is refused, and those that are get named")
  void unknownEngineIsRefused() {
    assertRefused(
        machine.start("c1", "{\"attempt\":1,\"command\":[\"a\"],\"engine\":\"lxc\"}"),
        2,
        "process podman docker");
    assertThat(machine.list()).isEmpty();
  }

  @Test
  @DisplayName("RUN-7: runAs is refused unless there is such a user and the right to switch")
  void runAsIsRefused() {
    assertRefused(machine.start("c1", runAs("no-such-user-here", "true")), 2, "runAs");
    assertRefused(machine.start("c1", runAs("-x", "true")), 2, "runAs");
    assertRefused(machine.start("c1", runAs("a b", "true")), 2, "runAs");
    assertThat(machine.list()).isEmpty();
  }

  @Test
  @DisplayName("RUN-7: runAs of the user that one is already changes nothing")
  void runAsOneself() {
    machine.start("c1", runAs(System.getProperty("user.name"), "id -un >name && test -O name"));

    machine.awaitList("c1 1 exited 0");
  }

  @Test
  @DisplayName("RUN-7: runAs another user: as root the payload is that user, else it is refused")
  void runAsAnother() throws IOException {
    String script =
        "id -un; id -Gn; echo mine >\"$HOME/file\"; echo \"$A\"; kill -0 $PPID || echo no";
    openDirectory();
    // The rule would outlive the test; it has tests of its own.
    machine.putTool("nft", "cat >" + directory.resolve("rules"));

    RunnerMachine.Answer answer = machine.start("c1", runAs(OTHER, script));

    if (!SELF.equals("root")) {
      assertRefused(answer, 2, "only root can run as " + OTHER);
      return;
    }
    assertThat(answer.stderr()).isEmpty();
    machine.awaitList("c1 1 exited 0");
    Path attempt = machine.attempt("c1", 1);
    assertThat(Files.readString(attempt.resolve("stdout")))
        .startsWith("nobody\n")
        .endsWith("b c\nno\n")
        .doesNotContain("root");
    assertThat(Files.getOwner(attempt.resolve("work/file")).getName()).isEqualTo("nobody");
    assertThat(Files.getOwner(attempt.resolve("stdout")).getName()).isEqualTo("nobody");
    assertThat(Files.getOwner(attempt.resolve("lock")).getName()).isEqualTo("root");
    assertThat(Files.readString(directory.resolve("rules"))).contains("169.254.169.254");
  }

  @Test
  @DisplayName("RUN-7: what can't be kept from the metadata service starts with a warning")
  void noRuleIsAWarning() throws IOException {
    openDirectory();
    for (String tool : List.of("nft", "iptables", "ip6tables")) {
      machine.putTool(tool, "exit 1");
    }

    RunnerMachine.Answer answer = machine.start("c1", runAs(OTHER, "id -un"));

    if (!SELF.equals("root")) {
      assertRefused(answer, 2, "only root can run as " + OTHER);
      return;
    }
    assertThat(answer.status()).isZero();
    assertThat(answer.stderr())
        .isEqualTo(
            ("dispatch-run: warning: %s may reach the metadata service:"
                    + " neither nft nor iptables could forbid it\n")
                .formatted(OTHER));
    machine.awaitList("c1 1 exited 0");
  }

  @Test
  @DisplayName("RUN-2: what a start that was cut off left behind is cleared by the next one")
  void leftoversOfAStartAreCleared() throws IOException {
    Files.createDirectories(machine.state().resolve(".starting~c1~1/work"));

    machine.startShell("c1", 1, "");

    Awaitility.await().until(() -> machine.list().equals(List.of("c1 1 exited 0")));
    assertThat(machine.state().resolve(".starting~c1~1")).doesNotExist();
  }

  private Stream<Integer> race(long... attempts) {
    return starts(FOREVER, attempts).stream().map(start -> RunnerMachine.answer(start).status());
  }

  /** Many starts of one container: all wait for their configuration before any gets it. */
  private List<Process> starts(String script, long... attempts) {
    List<Process> starts =
        LongStream.of(attempts)
            .mapToObj(attempt -> machine.begin("--detach", "--stdin-config", "c1"))
            .toList();
    for (int i = 0; i < attempts.length; i++) {
      RunnerMachine.write(starts.get(i), RunnerMachine.shell(attempts[i], script));
    }
    return starts;
  }

  private static String runAs(String user, String script) {
    return "{\"attempt\":1,\"runAs\":%s,\"environment\":{\"A\":\"b c\"},\"command\":[\"sh\",\"-c\",%s]}"
        .formatted(RunnerMachine.quoted(user), RunnerMachine.quoted(script));
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
