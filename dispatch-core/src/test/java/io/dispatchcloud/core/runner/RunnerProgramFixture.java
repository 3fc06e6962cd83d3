package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Gives each test a machine of its own. Subclasses of a test can choose another shell or awk. */
abstract class RunnerProgramFixture {
  @TempDir Path directory;
  RunnerMachine machine;

  @BeforeEach
  void setUpMachine() throws IOException {
    machine = new RunnerMachine(directory, interpreter(), awk());
  }

  @AfterEach
  void endAll() {
    machine.close();
  }

  /** The shell that runs the program. */
  String interpreter() {
    return "/bin/sh";
  }

  /** The awk that the program finds; empty for the machine's own. */
  String awk() {
    return "";
  }

  /** Finds a program in the path, or fails: what a test needs and lacks is no reason to skip it. */
  static String needed(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(entry -> Path.of(entry, program))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseThrow(() -> new AssertionError(program + " is needed for this test; install it"));
  }

  /** Lets other users get to the machine's directory: a test's own is closed to them. */
  void openDirectory() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    for (Path path = directory;
        path.startsWith(temporary) && !path.equals(temporary);
        path = path.getParent()) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
    }
  }

  /** Asserts that a command was refused with this status, and that it says this. */
  static void assertRefused(RunnerMachine.Answer answer, int status, String message) {
    assertThat(answer.stderr()).contains(message).startsWith("dispatch-run: ");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.stdout()).isEmpty();
  }
}
