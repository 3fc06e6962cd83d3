package io.dispatchcloud.core.runner;

import io.dispatchcloud.api.executor.CommandResult;

/** What commands on hosts came to. */
public final class Answers {
  private Answers() {}

  /** An answer that is whole and tells of success. */
  static CommandResult good(CommandResult result) throws RunnerProtocolException {
    if (!result.succeeded()) {
      throw new RunnerProtocolException(describe(result));
    }
    if (result.stdout().dropped() > 0) {
      throw new RunnerProtocolException("more output than is kept: " + result.stdout());
    }
    return result;
  }

  /**
   * A command's end, for the log.
   *
   * @param result how it ended
   * @return for example {@code exit status 2: no space left}
   */
  public static String describe(CommandResult result) {
    String how;
    if (result instanceof CommandResult.Exited exited) {
      how = "exit status " + exited.status();
    } else if (result instanceof CommandResult.Killed killed) {
      how = "killed by " + killed.signal();
    } else {
      how = "outcome unknown: " + ((CommandResult.OutcomeUnknown) result).reason();
    }
    String stderr = result.stderr().text().strip();
    return stderr.isEmpty() ? how : how + ": " + stderr;
  }
}
