package io.dispatchcloud.core.runner;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.executor.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command lines of the runner protocol (section 6). Every command carries the dispatcher's
 * fence. Immutable, and free of side effects: whoever has an executor runs them.
 */
final class RunnerCommands {
  /** Which of the two output streams of a payload. */
  public enum Stream {
    /** What it wrote to its standard output. */
    STDOUT,
    /** What it wrote to its standard error. */
    STDERR;

    private String word() {
      return this == STDOUT ? "stdout" : "stderr";
    }
  }

  /** Exit status of {@code --kill} while the payload lives. */
  public static final int STILL_ALIVE = 1;

  /** Exit status for wrong usage, or a configuration that this runner can't start. */
  public static final int UNUSABLE = 2;

  /** Exit status when something of the container lives, which forbids what was asked. */
  public static final int REFUSED_ALIVE = 3;

  /** Exit status of a start whose attempt ran before, or was called off. */
  public static final int REFUSED_SPENT = 4;

  /** Exit status when there is no such result or output. */
  public static final int ABSENT = 5;

  /** Exit status when a dispatcher with a higher fence has been there. */
  public static final int FENCED = 6;

  private final String prefix;

  /**
   * Made for the instances of one set.
   *
   * @param settings how the runner is called there
   * @param program the runner that the dispatcher brings along
   */
  public RunnerCommands(RunnerSettings settings, RunnerProgram program) {
    List<String> words = new ArrayList<>();
    words.add(settings.path(program));
    words.addAll(settings.arguments());
    this.prefix = (settings.sudo() ? "sudo -n " : "") + line(words);
  }

  /**
   * Lists what there is (RUN-3).
   *
   * @param fence the dispatcher's
   * @return the command
   */
  public Command list(long fence) {
    return list(fence, Duration.ZERO, "");
  }

  /**
   * Lists what there is, and tells the instance what to look after while nobody asks.
   *
   * @param fence the dispatcher's
   * @param errands what that is
   * @return the command
   */
  public Command list(long fence, Errands errands) {
    List<String> words = new ArrayList<>(List.of("--list"));
    words.addAll(errands.words());
    return command(fence, words);
  }

  /**
   * Lists what there is, and may wait for a change before (RUN-8).
   *
   * @param fence the dispatcher's
   * @param wait how long to hold the answer back, to whole seconds; zero for not at all
   * @param since the generation to wait for the end of; empty for the current one
   * @return the command
   */
  public Command list(long fence, Duration wait, String since) {
    List<String> words = new ArrayList<>(List.of("--list"));
    if (wait.toSeconds() > 0) {
      words.addAll(List.of("--wait", Long.toString(wait.toSeconds())));
      if (!since.isEmpty()) {
        words.addAll(List.of("--since", since));
      }
    }
    return command(fence, words);
  }

  /**
   * Starts an attempt (RUN-2).
   *
   * @param fence the dispatcher's
   * @param configuration what is started, and how
   * @return the command, with the configuration on its stdin
   */
  public Command start(long fence, StartConfiguration configuration) {
    String id = configuration.attempt().container().value();
    return command(fence, List.of("--detach", "--stdin-config", id))
        .withStdin(configuration.json());
  }

  /**
   * Signals an attempt (RUN-4): status 0 when it is gone, {@link #STILL_ALIVE} when not.
   *
   * @param fence the dispatcher's
   * @param attempt which
   * @param signal the signal's number
   * @return the command
   */
  public Command kill(long fence, Attempt attempt, int signal) {
    return command(fence, words(List.of("--kill", Integer.toString(signal)), attempt));
  }

  /**
   * Asks how an attempt ended (RUN-5).
   *
   * @param fence the dispatcher's
   * @param attempt which
   * @return the command, whose output {@link RunnerResult} reads
   */
  public Command result(long fence, Attempt attempt) {
    return command(fence, words(List.of("--result"), attempt));
  }

  /**
   * Reads a part of what an attempt wrote, also while it runs.
   *
   * @param fence the dispatcher's
   * @param attempt which
   * @param stream which of its streams
   * @param offset how many bytes to leave out at the beginning
   * @param length how many bytes to read at most
   * @return the command, which prints the bytes as they are
   */
  public Command output(long fence, Attempt attempt, Stream stream, long offset, long length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException(
          "output: '" + offset + "', '" + length + "'; expected 0 or more");
    }
    List<String> words = words(List.of("--output"), attempt);
    words.addAll(List.of(stream.word(), Long.toString(offset), Long.toString(length)));
    return command(fence, words);
  }

  /**
   * Forgets an attempt (RUN-5). To be sent after its result was recorded.
   *
   * @param fence the dispatcher's
   * @param attempt which
   * @return the command
   */
  public Command discard(long fence, Attempt attempt) {
    return command(fence, words(List.of("--discard"), attempt));
  }

  /**
   * Refuses an attempt from now on (RUN-3). Prints {@code started} or {@code not-started}.
   *
   * @param fence the dispatcher's
   * @param attempt which
   * @return the command
   */
  public Command cancelStart(long fence, Attempt attempt) {
    return command(fence, words(List.of("--cancel-start"), attempt));
  }

  private static List<String> words(List<String> first, Attempt attempt) {
    List<String> words = new ArrayList<>(first);
    words.add(attempt.container().value());
    words.add(Long.toString(attempt.number()));
    return words;
  }

  private Command command(long fence, List<String> words) {
    return Command.of(
        prefix + " " + line(List.of("--fence", Long.toString(fence))) + " " + line(words));
  }

  private static String line(List<String> words) {
    return words.stream().map(ShellQuoting::quote).collect(Collectors.joining(" "));
  }
}
