package io.dispatchcloud.core.runner;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.core.OutputStore;
import java.io.IOException;
import java.io.OutputStream;

/** Copies all that attempts wrote, piece by piece: a command's output is kept in memory. */
final class OutputCopy {
  private static final long PIECE = 1 << 20;

  private final CommandRunner host;
  private final RunnerCommands commands;
  private final long fence;

  OutputCopy(CommandRunner host, RunnerCommands commands, long fence) {
    this.host = host;
    this.commands = commands;
    this.fence = fence;
  }

  /** Copies both streams, as long as the result says that they are. */
  void copy(Attempt attempt, RunResult result, OutputStore outputs)
      throws RunnerProtocolException, ExecutorException, IOException, InterruptedException {
    copy(attempt, OutputStore.Stream.STDOUT, result.stdout().length(), outputs);
    copy(attempt, OutputStore.Stream.STDERR, result.stderr().length(), outputs);
  }

  private void copy(Attempt attempt, OutputStore.Stream stream, long length, OutputStore outputs)
      throws RunnerProtocolException, ExecutorException, IOException, InterruptedException {
    RunnerCommands.Stream theirs =
        stream == OutputStore.Stream.STDOUT
            ? RunnerCommands.Stream.STDOUT
            : RunnerCommands.Stream.STDERR;
    try (OutputStream place = outputs.open(attempt, stream)) {
      for (long at = 0; at < length; at += PIECE) {
        long piece = Math.min(PIECE, length - at);
        Command command = commands.output(fence, attempt, theirs, at, piece);
        byte[] bytes = Answers.good(host.run(command)).stdout().bytes();
        if (bytes.length != piece) {
          throw new RunnerProtocolException(
              "%s of %s: %d bytes at %d; expected %d"
                  .formatted(stream.word(), attempt, bytes.length, at, piece));
        }
        place.write(bytes);
      }
    }
  }
}
