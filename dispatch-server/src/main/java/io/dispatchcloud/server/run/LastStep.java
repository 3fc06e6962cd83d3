package io.dispatchcloud.server.run;

import io.dispatchcloud.server.show.Progress;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the {@code finally} command here, in the output folder. */
final class LastStep {
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
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
        end(process);
        return false;
      }
    }
    if (process.exitValue() != 0) {
      progress.note("finally: exit status " + process.exitValue() + complaint());
    }
    return process.exitValue() == 0;
  }

  /** With all that it started: first asks, then insists. */
  private static void end(Process process) throws InterruptedException {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroy);
    CompletableFuture<?> ended =
        CompletableFuture.allOf(
            all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
    try {
      ended.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      all.forEach(ProcessHandle::destroyForcibly);
      process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private Process start() throws IOException {
    for (String name : List.of(OutputFolder.LAST_STDOUT, OutputFolder.LAST_STDERR)) {
      PlainFiles.write(output.resolve(name)).close();
    }
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
    try (SeekableByteChannel file =
        Files.newByteChannel(output.resolve(OutputFolder.LAST_STDERR))) {
      file.position(Math.max(0, file.size() - SHOWN_BYTES));
      byte[] last = Channels.newInputStream(file).readNBytes(SHOWN_BYTES);
      String end = new String(last, StandardCharsets.UTF_8).strip();
      return end.isEmpty() ? "" : ": " + end;
    } catch (IOException e) {
      return "";
    }
  }
}
