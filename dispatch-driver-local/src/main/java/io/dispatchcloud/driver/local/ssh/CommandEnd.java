package io.dispatchcloud.driver.local.ssh;

import java.util.Objects;

/**
 * How a command ended.
 *
 * @param status its exit status, 0 to 255; of no meaning if a signal ended it
 * @param signal the name of the signal that ended it, without {@code SIG}; empty if none did
 */
public record CommandEnd(int status, String signal) {
  public CommandEnd {
    if (status < 0 || status > 255) {
      throw new IllegalArgumentException("status: '" + status + "'; expected 0 to 255");
    }
    Objects.requireNonNull(signal, "signal");
  }

  /**
   * It ran to its end.
   *
   * @param status its exit status, 0 to 255
   * @return that end
   */
  public static CommandEnd exited(int status) {
    return new CommandEnd(status, "");
  }

  /**
   * A signal ended it.
   *
   * @param signal the signal's name, without {@code SIG}
   * @return that end
   */
  public static CommandEnd killed(String signal) {
    if (signal.isBlank()) {
      throw new IllegalArgumentException("signal: nothing given; expected a name such as KILL");
    }
    return new CommandEnd(0, signal);
  }
}
