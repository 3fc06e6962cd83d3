package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.Output;
import io.dispatchcloud.core.runner.RunnerDeployment.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunnerDeploymentTest {
  private static final RunnerProgram PROGRAM = RunnerProgram.load();

  @TempDir Path home;
  private LocalShell instance;
  private RunnerSettings settings;
  private RunnerDeployment deployment;
  private Path program;

  @BeforeEach
  void setUp() {
    instance = new LocalShell(home);
    settings = new RunnerSettings("it's a/runner", "", List.of(), false);
    deployment = new RunnerDeployment(settings, PROGRAM);
    program = home.resolve("it's a/runner").resolve(PROGRAM.fileName());
  }

  @Test
  @DisplayName("RUN-1: the program is copied once, over stdin, and is for its owner alone")
  void copiedOnce() throws Exception {
    assertThat(deployment.deploy(instance)).isEqualTo(Outcome.COPIED);
    assertThat(deployment.deploy(instance)).isEqualTo(Outcome.PRESENT);

    assertThat(program).hasBinaryContent(PROGRAM.bytes());
    assertThat(mode(program)).isEqualTo("rwx------");
    assertThat(mode(program.getParent())).isEqualTo("rwx--x--x");
    assertThat(instance.commands()).hasSize(3);
    assertThat(instance.commands().stream().map(command -> command.stdin().length))
        .containsExactly(0, PROGRAM.bytes().length, 0);
    assertThat(instance.commands().stream().map(Command::line))
        .noneMatch(line -> line.contains("stdin-config"));
    try (var files = Files.list(program.getParent())) {
      assertThat(files).containsExactly(program);
    }
  }

  @Test
  @DisplayName("RUN-1: a program that is not what its name says is replaced")
  void replaced() throws Exception {
    Files.createDirectories(program.getParent());
    Files.writeString(program, "#!/bin/sh\n");

    assertThat(deployment.deploy(instance)).isEqualTo(Outcome.COPIED);
    assertThat(program).hasBinaryContent(PROGRAM.bytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwx---", "rwx----w-", "rwxrwxrwx"})
  @DisplayName("RUN-1: a directory that others can write is refused")
  void writableByOthers(String mode) throws IOException {
    Files.createDirectories(program.getParent());
    Files.setPosixFilePermissions(program.getParent(), PosixFilePermissions.fromString(mode));

    assertThatThrownBy(() -> deployment.deploy(instance))
        .isInstanceOf(RunnerProtocolException.class)
        .hasMessageContaining("it's a/runner")
        .hasMessageContaining("can be written by others");
    assertThat(program).doesNotExist();
  }

  @Test
  @DisplayName("RUN-1: a directory of another user is refused")
  void ofAnotherUser() throws IOException {
    // Root's own, or for root that of somebody else: neither is ours.
    Path foreign = Path.of("/");
    if (System.getProperty("user.name").equals("root")) {
      foreign = Files.createDirectory(home.resolve("foreign"));
      Files.setOwner(
          foreign,
          foreign.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    }
    RunnerSettings elsewhere = new RunnerSettings(foreign.toString(), "", List.of(), false);

    assertThatThrownBy(() -> new RunnerDeployment(elsewhere, PROGRAM).deploy(instance))
        .isInstanceOf(RunnerProtocolException.class)
        .hasMessageContaining("is not the runner's user's");
  }

  @Test
  @DisplayName("RUN-1: bytes that were changed on their way are thrown away")
  void changedOnTheWay() throws IOException {
    assertThatThrownBy(
            () ->
                deployment.deploy(
                    command ->
                        instance.run(
                            command.stdin().length == 0
                                ? command
                                : command.withStdin("half".getBytes(StandardCharsets.UTF_8)))))
        .isInstanceOf(RunnerProtocolException.class)
        .hasMessageContaining("not what was sent");
    assertThat(program.getParent()).isEmptyDirectory();
  }

  @Test
  @DisplayName("RUN-1: what can't be done, or is not known to be done, is a failure that says why")
  void failures() throws IOException {
    Files.writeString(home.resolve("it's a"), "a file in the way");
    assertThatThrownBy(() -> deployment.deploy(instance))
        .isInstanceOf(RunnerProtocolException.class);
    assertThatThrownBy(
            () ->
                deployment.deploy(
                    command ->
                        new CommandResult.OutcomeUnknown(
                            "connection lost", Output.EMPTY, Output.EMPTY)))
        .isInstanceOf(RunnerProtocolException.class)
        .hasMessageContaining("connection lost");
    assertThatThrownBy(
            () ->
                deployment.deploy(
                    command -> new CommandResult.Exited(0, Output.EMPTY, Output.EMPTY)))
        .isInstanceOf(RunnerProtocolException.class);
  }

  @Test
  @DisplayName("RUN-1 to RUN-5: a container's life, by deployed program and command lines alone")
  void wholeLife() throws Exception {
    deployment.deploy(instance);
    RunnerCommands commands = new RunnerCommands(settings, PROGRAM);
    Attempt attempt = new Attempt(new ContainerId("c1"), 3);
    StartConfiguration configuration =
        new StartConfiguration(
            attempt,
            new RunSpec(
                List.of("sh", "-c", "printf %s \"$A\"; exit 7"), Map.of("A", "é'\n😀"), "", ""),
            Needs.of(1, 1),
            Map.of(),
            "small",
            EngineSettings.PROCESS);

    assertThat(instance.run(commands.start(1, configuration)).succeeded()).isTrue();

    RunnerListing.Entry exited = new RunnerListing.Entry(attempt, RunnerListing.State.EXITED, 7);
    Awaitility.await()
        .untilAsserted(() -> assertThat(list(commands).entries()).containsExactly(exited));
    RunnerResult result =
        RunnerResult.parse(instance.run(commands.result(1, attempt)).stdout().bytes());
    assertThat(result.attempt()).isEqualTo(3);
    assertThat(result.result().exitStatus()).isEqualTo(7);
    assertThat(result.result().stdout().text()).isEqualTo("é'\n😀");
    assertThat(
            instance
                .run(commands.output(1, attempt, RunnerCommands.Stream.STDOUT, 2, 2))
                .stdout()
                .text())
        .isEqualTo("'\n");
    assertThat(instance.run(commands.kill(1, attempt, 15)).succeeded()).isTrue();
    assertThat(instance.run(commands.discard(1, attempt)).succeeded()).isTrue();
    assertThat(list(commands).entries()).isEmpty();
    assertThat(instance.run(commands.cancelStart(1, attempt)).stdout().text())
        .isEqualTo("started\n");
    assertThat(instance.run(commands.start(1, configuration)))
        .isInstanceOfSatisfying(
            CommandResult.Exited.class,
            refused -> assertThat(refused.status()).isEqualTo(RunnerCommands.REFUSED_SPENT));
  }

  private RunnerListing list(RunnerCommands commands) throws InterruptedException {
    return RunnerListing.parse(instance.run(commands.list(1)).stdout().text());
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
