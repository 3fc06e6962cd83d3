package io.dispatchcloud.core.runner;

import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.Output;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs commands as an SSH server would: each by a shell of this machine. Remembers them. */
final class LocalShell implements CommandRunner {
  private final Path directory;
  private final List<Command> commands = new ArrayList<>();

  LocalShell(Path directory) {
    this.directory = directory;
  }

  @Override
  public CommandResult run(Command command) throws InterruptedException {
    commands.add(command);
    try {
      Process process =
          new ProcessBuilder("sh", "-c", command.line()).directory(directory.toFile()).start();
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(command.stdin());
      } catch (IOException e) {
        // It did not read all of it, which is its own affair.
      }
      Output stdout = new Output(process.getInputStream().readAllBytes(), 0);
      Output stderr = new Output(process.getErrorStream().readAllBytes(), 0);
      return new CommandResult.Exited(process.waitFor(), stdout, stderr);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Command> commands() {
    return commands;
  }
}
