package io.dispatchcloud.server.run;

import io.dispatchcloud.server.show.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the {@code finally} command here, in the output folder. */
final class LastStep {
  private static final Duration TICK = Duration.ofMillis(250);
  private static final int SHOWN_BYTES = 4_000;

  private final List<String> command;
  private final Path fileFolder;
  private final Path output;

  LastStep(List<String> command, Path fileFolder, Path output) {
    this.command = command;
    this.fileFolder = fileFolder;
    this.output = output;
  }

  /** Runs it to its end, or until somebody interrupts; true if it succeeded or there is none. */
  boolean run(Progress progress, Interrupts interrupts) throws InterruptedException {
    if (command.isEmpty()) {
      return true;
    }
    Process process;
    try {
      process = start();
    } catch (IOException e) {
      progress.note("finally: can't be started: " + e.getMessage());
      return false;
    }
    while (!process.waitFor(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
      if (interrupts.any()) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        return false;
      }
    }
    if (process.exitValue() != 0) {
      progress.note("finally: exit status " + process.exitValue() + complaint());
    }
    return process.exitValue() == 0;
  }

  private Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(output.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output.resolve(OutputFolder.LAST_STDOUT).toFile())
            .redirectError(output.resolve(OutputFolder.LAST_STDERR).toFile());
    builder.environment().put("DISPATCH_OUTPUT", output.toString());
    builder.environment().put("DISPATCH_FILE_DIRECTORY", fileFolder.toString());
    return builder.start();
  }

  private String complaint() {
    try {
      byte[] all = Files.readAllBytes(output.resolve(OutputFolder.LAST_STDERR));
      int from = Math.max(0, all.length - SHOWN_BYTES);
      String end = new String(all, from, all.length - from, StandardCharsets.UTF_8).strip();
      return end.isEmpty() ? "" : ": " + end;
    } catch (IOException e) {
      return "";
    }
  }
}
