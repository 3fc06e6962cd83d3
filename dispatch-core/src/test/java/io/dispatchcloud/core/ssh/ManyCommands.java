package io.dispatchcloud.core.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.CommandResult.Exited;
import io.dispatchcloud.api.executor.CommandResult.OutcomeUnknown;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs many commands at a time, and knows what each must answer. */
final class ManyCommands {
  /**
   * How commands ended that all copy their input.
   *
   * @param whole those that came back as they had to
   * @param unknown those of which nothing is known
   * @param notStarted those that found no connection
   */
  record Tally(int whole, int unknown, int notStarted) {}

  /** So that a machine that is busy with other things does not decide how a test ends. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private ManyCommands() {}

  /** Every command ends with its own output and status. */
  static void run(Executor executor, int commands, int threads) throws Exception {
    List<Callable<Void>> calls = new ArrayList<>();
    for (int i = 0; i < commands; i++) {
      byte[] input = ("input " + i).getBytes(UTF_8);
      int status = i % 100;
      calls.add(
          () -> {
            CommandResult result =
                executor.run(
                    Command.of("cat; exit " + status).withStdin(input).withTimeout(PATIENCE));
            assertThat(result)
                .isInstanceOfSatisfying(
                    Exited.class,
                    exited -> {
                      assertThat(exited.status()).isEqualTo(status);
                      assertThat(exited.stdout().bytes()).isEqualTo(input);
                    });
            return null;
          });
    }
    invoke(calls, threads);
  }

  /** Every command copies its input, or says that its outcome is unknown: none tells a lie. */
  static Tally copy(Executor executor, int commands, int threads, int bytes) throws Exception {
    List<Callable<Tally>> calls = new ArrayList<>();
    for (int i = 0; i < commands; i++) {
      byte[] input = new byte[bytes];
      new Random(i).nextBytes(input);
      calls.add(() -> copy(executor, input));
    }
    Tally sum = new Tally(0, 0, 0);
    for (Tally one : invoke(calls, threads)) {
      sum =
          new Tally(
              sum.whole + one.whole, sum.unknown + one.unknown, sum.notStarted + one.notStarted);
    }
    return sum;
  }

  private static Tally copy(Executor executor, byte[] input) throws InterruptedException {
    CommandResult result;
    try {
      result = executor.run(Command.of("cat").withStdin(input).withTimeout(PATIENCE));
    } catch (ExecutorException e) {
      return new Tally(0, 0, 1);
    }
    if (result instanceof OutcomeUnknown) {
      return new Tally(0, 1, 0);
    }
    assertThat(result.succeeded()).as(result.toString()).isTrue();
    assertThat(result.stdout().bytes()).isEqualTo(input);
    return new Tally(1, 0, 0);
  }

  private static <T> List<T> invoke(List<Callable<T>> calls, int threads) throws Exception {
    List<T> results = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (Future<T> call : pool.invokeAll(calls)) {
        results.add(call.get());
      }
    } finally {
      pool.shutdownNow();
    }
    return results;
  }
}
