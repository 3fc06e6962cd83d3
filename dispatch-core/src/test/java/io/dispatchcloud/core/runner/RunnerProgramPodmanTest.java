package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real containers. */
@Tag("system")
class RunnerProgramPodmanTest extends RunnerProgramFixture {
  private static final String LOOP = "while :; do sleep 0.05; done";

  /** Containers' names are the machine's, and others may test on it, too. */
  private final String id = "t" + UUID.randomUUID();

  @BeforeAll
  static void makeImage(@TempDir Path temporary) throws IOException {
    Podman.makeImage(temporary);
  }

  @AfterEach
  void removeContainer() throws IOException {
    Podman.run("rm", "-f", "-t", "0", "-v", "dispatch-" + id + "-1");
  }

  @Test
  @DisplayName("RUN-9: a container's status and output are the result's, and nothing is left of it")
  void result() throws IOException {
    start(
        ",\"workingDirectory\":\"/tmp\"",
        "pwd; read line || echo at its end; echo err >&2; exit 7");

    machine.awaitList(id + " 1 exited 7");
    assertThat(stdout()).isEqualTo("/tmp\nat its end\n");
    assertThat(stderr()).isEqualTo("err\n");
    assertNothingLeft();
  }

  @Test
  @DisplayName("RUN-9: a lot of output arrives whole")
  void output() throws IOException {
    start("", "head -c 5000000 /dev/zero; head -c 3000000 /dev/zero >&2");

    machine.awaitList(id + " 1 exited 0");
    assertThat(Files.size(file("stdout"))).isEqualTo(5_000_000);
    assertThat(Files.size(file("stderr"))).isEqualTo(3_000_000);
  }

  @Test
  @DisplayName("RUN-9: the environment arrives exactly, whatever its names mean to podman")
  void environment() throws IOException {
    Map<String, String> given = new TreeMap<>();
    List<String> hostile =
        List.of(
            "",
            " a ",
            "a\nb\n",
            "'",
            "\"",
            "$(id)",
            "a\\",
            "#",
            "é",
            "\r\t\u0001",
            "x".repeat(70000));
    for (int i = 0; i < hostile.size(); i++) {
      given.put("V" + i, hostile.get(i));
    }
    for (String name :
        List.of(
            "id",
            "state",
            "label",
            "line",
            "directory",
            "engine",
            "variables",
            "_1",
            "IFS",
            "ENV",
            "PS4")) {
      given.put(name, "value of " + name);
    }
    for (String name :
        List.of(
            "HOME",
            "LD_PRELOAD",
            "TMPDIR",
            "CONTAINER_HOST",
            "XDG_RUNTIME_DIR",
            "PWD",
            "HTTP_PROXY")) {
      given.put(name, "/no/such \"" + name + "' ");
    }
    given.put("PATH", "/bin:/odd one");
    machine.start(
        id,
        Podman.configuration(Podman.IMAGE)
            + ","
            + RunnerMachine.configuration(1, List.of("env", "-0"), given).substring(13));

    machine.awaitList(id + " 1 exited 0");
    assertThat(stderr()).isEmpty();
    Map<String, String> seen =
        Stream.of(stdout().split("\0"))
            .map(variable -> variable.split("=", 2))
            .collect(Collectors.toMap(v -> v[0], v -> v[1]));
    given.put("DISPATCH_CONTAINER", id);
    given.put("DISPATCH_ATTEMPT", "1");
    assertThat(seen).containsAllEntriesOf(given);
    // What podman adds.
    assertThat(seen.keySet()).isSubsetOf(with(given.keySet(), "HOSTNAME", "TERM", "container"));
  }

  @Test
  @DisplayName("RUN-2: values are in no command line and in none of our files")
  void secretsStaySecret() throws IOException {
    start(
        ",\"environment\":{\"A\":\"hush-hush\",\"HOME\":\"/hush-hush\"}",
        "echo ${#A} ${#HOME}; exec sleep 1000");
    machine.awaitStdout(id, 1, "9 10");

    assertThat(ProcessHandle.allProcesses().map(RunnerMachine::commandLine))
        .noneMatch(line -> line.contains("hush-hush"));
    assertThat(machine.contents().map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1)))
        .noneMatch(content -> content.contains("hush-hush"));
  }

  @Test
  @DisplayName("RUN-9: who needs more memory than the limit is ended, and that is said")
  void outOfMemory() throws IOException {
    start(
        ",\"limits\":{\"vcpus\":1,\"ramBytes\":20000000,\"gpus\":0}",
        "x=$(head -c 100000000 /dev/zero | tr '\\0' x); echo ${#x}");

    machine.awaitList(id + " 1 exited 137");
    assertThat(stdout()).isEmpty();
    assertThat(stderr())
        .isEqualTo("dispatch-run: ended for using more memory than its limit (20000000 bytes)\n");
    assertNothingLeft();
  }

  @Test
  @DisplayName("RUN-9: limits are passed on")
  void limits() throws IOException {
    start(",\"limits\":{\"vcpus\":1,\"ramBytes\":67108864,\"gpus\":0}", "echo up; sleep 1000");
    machine.awaitStdout(id, 1, "up");

    assertThat(
            Podman.run(
                    "inspect",
                    "--format",
                    "{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}}",
                    "dispatch-" + id + "-1")
                .stdout())
        .isEqualTo("67108864 1000000000\n");
  }

  @Test
  @DisplayName("RUN-4: TERM reaches a payload that has said nothing about it")
  void termEnds() throws IOException {
    start("", "echo up; exec sleep 1000");
    machine.awaitStdout(id, 1, "up");
    assertThat(machine.list()).containsExactly(id + " 1 alive");

    machine.run("--kill", "15", id, "1");

    machine.awaitList(id + " 1 exited 143");
    assertNothingLeft();
  }

  @Test
  @DisplayName("RUN-4: TERM reaches a payload that does something about it")
  void termIsHandled() throws IOException {
    start("", "trap 'echo bye; exit 3' TERM; echo up; " + LOOP);
    machine.awaitStdout(id, 1, "up");

    machine.run("--kill", "TERM", id, "1");

    machine.awaitList(id + " 1 exited 3");
    machine.awaitStdout(id, 1, "bye");
    assertNothingLeft();
  }

  @Test
  @DisplayName("RUN-4: a deaf payload lives on after TERM, and not after KILL")
  void killEnds() throws IOException {
    start("", "trap '' TERM; echo up; " + LOOP);
    machine.awaitStdout(id, 1, "up");

    assertThat(machine.run("--kill", "15", id, "1").status()).isEqualTo(1);
    assertThat(machine.list()).containsExactly(id + " 1 alive");
    machine.run("--kill", "9", id, "1");
    machine.awaitList(id + " 1 exited 137");
    assertThat(machine.run("--kill", "9", id, "1").status()).isZero();
    assertThat(stderr()).isEmpty();
    assertNothingLeft();
  }

  @Test
  @DisplayName("RUN-4: a container that is killed while it comes up does not come up")
  void killedAtOnce() throws IOException {
    start("", "exec sleep 1000");

    machine.run("--kill", "15", id, "1");

    // 137 if it came up in the moment in which its client was ended.
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(machine.list())
                    .singleElement()
                    .asString()
                    .matches(id + " 1 exited 1(43|37)"));
    assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("RUN-6: a container without its supervisor, or its client, too, is stale until KILL")
  void stale(boolean clientDiesToo) throws IOException {
    start("", "trap 'echo heard' TERM; echo up; " + LOOP);
    machine.awaitStdout(id, 1, "up");
    killSupervisor();
    if (clientDiesToo) {
      killClient();
    }

    assertThat(machine.list()).containsExactly(id + " 1 stale");
    assertRefused(start(""), 3, "stale");
    assertThat(machine.run("--kill", "15", id, "1").status()).isEqualTo(1);
    if (!clientDiesToo) {
      machine.awaitStdout(id, 1, "heard");
    }

    machine.run("--kill", "9", id, "1");
    machine.awaitList(id + " 1 lost");
    assertThat(machine.run("--kill", "9", id, "1").status()).isZero();
    assertNothingLeft();
    machine.awaitNothingRuns();
  }

  @Test
  @DisplayName("RUN-6: one that ends without its supervisor is lost, and nothing is left of it")
  void endsUnseen() throws IOException {
    start("", "echo up; exec sleep 1000");
    machine.awaitStdout(id, 1, "up");
    killSupervisor();
    Podman.run("kill", "--signal", "TERM", "dispatch-" + id + "-1");

    machine.awaitList(id + " 1 lost");
    assertNothingLeft();
    assertThat(machine.run("--discard", id, "1").status()).isZero();
  }

  @Test
  @DisplayName("RUN-6: one whose client is killed ends with it, which is said")
  void clientDies() throws IOException {
    start("", "echo up; exec sleep 1000");
    machine.awaitStdout(id, 1, "up");
    killClient();

    machine.awaitList(id + " 1 exited 137");
    assertThat(stderr()).endsWith("dispatch-run: its client ended before it; killed\n");
    assertNothingLeft();
  }

  @Test
  @DisplayName("RUN-9: an image that is not there: podman's status and words")
  void notThere() throws IOException {
    machine.start(
        id, Podman.configuration("localhost/no-such-image:1") + ",\"command\":[\"true\"]}");
    machine.awaitList(id + " 1 exited 125");
    assertThat(stderr()).contains("no-such-image");
    assertNothingLeft();
    assertThat(machine.run("--discard", id, "1").status()).isZero();
  }

  @Test
  @DisplayName("RUN-9: a name that another container has is left to it")
  void takenName() throws IOException {
    Path other = Files.createDirectory(directory.resolve("other"));
    start("", "echo up; exec sleep 1000");
    machine.awaitStdout(id, 1, "up");
    try (RunnerMachine second = new RunnerMachine(other, interpreter(), awk())) {
      second.start(id, Podman.configuration(Podman.IMAGE) + ",\"command\":[\"true\"]}");
      second.awaitList(id + " 1 exited 125");
    }

    assertThat(machine.list()).containsExactly(id + " 1 alive");
  }

  private RunnerMachine.Answer start(String script) {
    return machine.start(
        id,
        Podman.configuration(Podman.IMAGE)
            + ",\"command\":[\"sh\",\"-c\","
            + RunnerMachine.quoted(script)
            + "]}");
  }

  private void start(String members, String script) {
    RunnerMachine.Answer answer =
        machine.start(
            id,
            Podman.configuration(Podman.IMAGE)
                + members
                + ",\"command\":[\"sh\",\"-c\","
                + RunnerMachine.quoted(script)
                + "]}");
    assertThat(answer.stderr()).isEmpty();
    assertThat(answer.status()).isZero();
  }

  private Path file(String name) {
    return machine.attempt(id, 1).resolve(name);
  }

  private String stdout() throws IOException {
    return Files.readString(file("stdout"));
  }

  private String stderr() throws IOException {
    return Files.readString(file("stderr"));
  }

  /** The first process is podman's client; a shell with the lock waits for it. */
  private void killClient() throws IOException {
    ProcessHandle client = machine.payload(id, 1);
    client.parent().orElseThrow().destroyForcibly();
    client.destroyForcibly();
    Awaitility.await().until(() -> !client.isAlive());
  }

  private void killSupervisor() throws IOException {
    ProcessHandle supervisor = machine.supervisor(id, 1).parent().orElseThrow();
    supervisor.destroyForcibly();
    Awaitility.await().until(() -> !supervisor.isAlive());
  }

  private void assertNothingLeft() throws IOException {
    assertThat(Podman.names()).noneMatch(name -> name.contains(id));
    assertThat(file("engine")).doesNotExist();
  }

  private static List<String> with(Set<String> names, String... more) {
    return Stream.concat(names.stream(), Stream.of(more)).toList();
  }
}
