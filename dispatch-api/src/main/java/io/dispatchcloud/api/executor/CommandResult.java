package io.dispatchcloud.api.executor;

import java.util.Objects;

/**
 * How a command ended (rule SSH-8). One of three, to be told apart by type: only the first says
 * that all of the output is there.
 */
public sealed interface CommandResult {
  /**
   * What it wrote to stdout.
   *
   * @return the output, whole only in {@link Exited}
   */
  Output stdout();

  /**
   * What it wrote to stderr.
   *
   * @return the output, whole only in {@link Exited}
   */
  Output stderr();

  /**
   * Whether it ran to its end and was content.
   *
   * @return true only for {@link Exited} with status 0
   */
  default boolean succeeded() {
    return this instanceof Exited exited && exited.status() == 0;
  }

  /**
   * It ran to its end, and its output is complete up to the executor's bound.
   *
   * @param status its exit status, 0 to 255
   * @param stdout what it wrote to stdout
   * @param stderr what it wrote to stderr
   */
  record Exited(int status, Output stdout, Output stderr) implements CommandResult {
    public Exited {
      Objects.requireNonNull(stdout, "stdout");
      Objects.requireNonNull(stderr, "stderr");
    }
  }

  /**
   * A signal ended it.
   *
   * @param signal the signal's name without {@code SIG}, as in RFC 4254, section 6.10
   * @param stdout what it wrote to stdout until then
   * @param stderr what it wrote to stderr until then
   */
  record Killed(String signal, Output stdout, Output stderr) implements CommandResult {
    public Killed {
      Objects.requireNonNull(signal, "signal");
      Objects.requireNonNull(stdout, "stdout");
      Objects.requireNonNull(stderr, "stderr");
    }
  }

  /**
   * Nobody knows: the connection went, or time was over, while it ran. It may have done all, some
   * or nothing of its work, and may still be running. Repeat it only if that is harmless.
   *
   * @param reason what happened, for people
   * @param stdout what came of stdout
   * @param stderr what came of stderr
   */
  record OutcomeUnknown(String reason, Output stdout, Output stderr) implements CommandResult {
    public OutcomeUnknown {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(stdout, "stdout");
      Objects.requireNonNull(stderr, "stderr");
    }
  }
}
