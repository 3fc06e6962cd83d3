package io.dispatchcloud.core.runner;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.core.OutputStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The runner on one host, as the dispatcher uses it (section 6). Every call blocks, carries the
 * dispatcher's fence, and throws {@link ExecutorException} if nothing was started, {@link
 * RunnerProtocolException} if the answer is not what was asked for.
 */
public final class RunnerClient {
  private static final Set<Integer> REFUSALS =
      Set.of(
          RunnerCommands.UNUSABLE,
          RunnerCommands.REFUSED_ALIVE,
          RunnerCommands.REFUSED_SPENT,
          RunnerCommands.FENCED);
  // What a waiting list may take beyond the time that it was told to wait.
  private static final Duration ANSWER_TIME = Duration.ofSeconds(30);

  private final CommandRunner host;
  private final Common common;

  /** What clients of all hosts have in common. */
  private record Common(
      RunnerCommands commands, RunnerDeployment deployment, boolean deployed, long fence) {}

  /** How a start command ended. */
  public enum Start {
    /** The runner took it. */
    TAKEN,
    /** It was not started, or the runner refused it. */
    REFUSED,
    /** Nobody knows. */
    UNKNOWN
  }

  /**
   * A start's end.
   *
   * @param start how it ended
   * @param detail what was said, for people
   */
  public record Started(Start start, String detail) {}

  /**
   * A client of one host's runner.
   *
   * @param host runs commands there
   * @param settings where the runner is, and how it is called
   * @param program the runner's own bytes
   * @param fence what every command carries
   */
  public RunnerClient(
      CommandRunner host, RunnerSettings settings, RunnerProgram program, long fence) {
    this(
        host,
        new Common(
            new RunnerCommands(settings, program),
            new RunnerDeployment(settings, program),
            settings.deployed(),
            fence));
  }

  private RunnerClient(CommandRunner host, Common common) {
    this.host = host;
    this.common = common;
  }

  /**
   * A client of another host on which the runner is called in the same way. It shares all that does
   * not depend on the host: there may be thousands.
   *
   * @param other runs commands there
   * @return the client
   */
  public RunnerClient at(CommandRunner other) {
    return new RunnerClient(other, common);
  }

  /**
   * Runs a command that is none of the runner's: the boot probe.
   *
   * @param line the command line
   * @return how it ended
   * @throws ExecutorException if it was not started
   * @throws InterruptedException if this thread was interrupted
   */
  public CommandResult run(String line) throws ExecutorException, InterruptedException {
    return host.run(Command.of(line));
  }

  /**
   * Sees to it that the runner is there (RUN-1).
   *
   * @throws RunnerProtocolException if it can't be put there
   * @throws ExecutorException if nothing was started
   * @throws InterruptedException if this thread was interrupted
   */
  public void deploy() throws RunnerProtocolException, ExecutorException, InterruptedException {
    if (common.deployed) {
      common.deployment.deploy(host);
    }
  }

  /**
   * Lists what runs there (RUN-3).
   *
   * @return the listing
   * @throws RunnerProtocolException if there is no good answer
   * @throws ExecutorException if nothing was started
   * @throws InterruptedException if this thread was interrupted
   */
  public RunnerListing list()
      throws RunnerProtocolException, ExecutorException, InterruptedException {
    return listing(ask(common.commands.list(common.fence)));
  }

  /**
   * Lists what runs there, and tells the instance what to look after while nobody asks.
   *
   * @param errands what that is
   * @return the listing
   * @throws RunnerProtocolException if there is no good answer
   * @throws ExecutorException if nothing was started
   * @throws InterruptedException if this thread was interrupted
   */
  public RunnerListing list(Errands errands)
      throws RunnerProtocolException, ExecutorException, InterruptedException {
    return listing(ask(common.commands.list(common.fence, errands)));
  }

  /**
   * Lists what runs there as soon as it differs from what was known (RUN-8).
   *
   * @param atMost how long to wait for a difference
   * @param generation what the last listing said of itself
   * @return the listing
   * @throws RunnerProtocolException if there is no good answer
   * @throws ExecutorException if nothing was started
   * @throws InterruptedException if this thread was interrupted
   */
  public RunnerListing awaitChange(Duration atMost, String generation)
      throws RunnerProtocolException, ExecutorException, InterruptedException {
    Command command = common.commands.list(common.fence, atMost, generation);
    CommandResult result = ask(command.withTimeout(atMost.plus(ANSWER_TIME)));
    return listing(result);
  }

  /** Our own runner ends each listing with its generation: without that, it is not whole. */
  private RunnerListing listing(CommandResult result) throws RunnerProtocolException {
    RunnerListing listing = RunnerListing.parse(result.stdout().text());
    if (common.deployed && listing.generation().isEmpty()) {
      throw new RunnerProtocolException("the listing was cut short");
    }
    return listing;
  }

  /**
   * Starts an attempt (RUN-2).
   *
   * @param configuration what and how
   * @return how that ended; never throws for a host that is not there
   * @throws InterruptedException if this thread was interrupted: the outcome is unknown
   */
  public Started start(StartConfiguration configuration) throws InterruptedException {
    try {
      CommandResult result = host.run(common.commands.start(common.fence, configuration));
      if (result.succeeded()) {
        return new Started(Start.TAKEN, "");
      }
      // Only what the runner says on purpose is a refusal. Any other end, such as the runner's own
      // by a signal, may leave a part of it behind that starts the payload yet.
      boolean refused =
          result instanceof CommandResult.Exited exited && REFUSALS.contains(exited.status());
      return new Started(refused ? Start.REFUSED : Start.UNKNOWN, Answers.describe(result));
    } catch (ExecutorException e) {
      return new Started(Start.REFUSED, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Makes sure that an attempt will not start any more (POOL-13).
   *
   * @param attempt which attempt
   * @return whether it had started before
   * @throws RunnerProtocolException if there is no good answer
   * @throws ExecutorException if nothing was started
   * @throws InterruptedException if this thread was interrupted
   */
  public boolean cancelStart(Attempt attempt)
      throws RunnerProtocolException, ExecutorException, InterruptedException {
    String answer = ask(common.commands.cancelStart(common.fence, attempt)).stdout().text().strip();
    return switch (answer) {
      case "started" -> true;
      case "not-started" -> false;
      default -> throw new RunnerProtocolException("--cancel-start answered something else");
    };
  }

  /**
   * Signals an attempt (RUN-4).
   *
   * @param attempt which attempt
   * @param signal the signal's number
   * @return whether it is gone
   * @throws RunnerProtocolException if there is no good answer
   * @throws ExecutorException if nothing was started
   * @throws InterruptedException if this thread was interrupted
   */
  public boolean kill(Attempt attempt, int signal)
      throws RunnerProtocolException, ExecutorException, InterruptedException {
    CommandResult result = host.run(common.commands.kill(common.fence, attempt, signal));
    if (result instanceof CommandResult.Exited exited
        && exited.status() == RunnerCommands.STILL_ALIVE) {
      return false;
    }
    if (!result.succeeded()) {
      throw new RunnerProtocolException("--kill: " + Answers.describe(result));
    }
    return true;
  }

  /**
   * Collects how an attempt ended (RUN-5).
   *
   * @param attempt which attempt
   * @return its result, or empty if the runner has none
   * @throws RunnerProtocolException if there is no good answer, or it is another attempt's
   * @throws ExecutorException if nothing was started
   * @throws InterruptedException if this thread was interrupted
   */
  public Optional<RunResult> result(Attempt attempt)
      throws RunnerProtocolException, ExecutorException, InterruptedException {
    CommandResult answer = host.run(common.commands.result(common.fence, attempt));
    if (answer instanceof CommandResult.Exited exited && exited.status() == RunnerCommands.ABSENT) {
      return Optional.empty();
    }
    RunnerResult result = RunnerResult.parse(Answers.good(answer).stdout().bytes());
    if (result.attempt() != attempt.number()) {
      throw new RunnerProtocolException(
          "the result of " + attempt + " says that it is of attempt " + result.attempt());
    }
    return Optional.of(result.result());
  }

  /**
   * Copies all that an attempt wrote.
   *
   * @param attempt which attempt
   * @param result how it ended, with the lengths of its streams
   * @param outputs where to put it
   * @throws RunnerProtocolException if there is no good answer
   * @throws ExecutorException if nothing was started
   * @throws IOException if it can't be put there
   * @throws InterruptedException if this thread was interrupted
   */
  public void copyOutput(Attempt attempt, RunResult result, OutputStore outputs)
      throws RunnerProtocolException, ExecutorException, IOException, InterruptedException {
    new OutputCopy(host, common.commands, common.fence).copy(attempt, result, outputs);
  }

  /**
   * Forgets an attempt that has ended (RUN-5).
   *
   * @param attempt which attempt
   * @throws RunnerProtocolException if there is no good answer
   * @throws ExecutorException if nothing was started
   * @throws InterruptedException if this thread was interrupted
   */
  public void discard(Attempt attempt)
      throws RunnerProtocolException, ExecutorException, InterruptedException {
    ask(common.commands.discard(common.fence, attempt));
  }

  private CommandResult ask(Command command)
      throws RunnerProtocolException, ExecutorException, InterruptedException {
    return Answers.good(host.run(command));
  }
}
