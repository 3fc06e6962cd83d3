package io.dispatchcloud.api.executor;

/** What can run a command on a host. */
@FunctionalInterface
public interface CommandRunner {
  /**
   * Runs a command and waits for its end. May be called on any thread but the dispatcher's loop, by
   * many at once; blocks, at the longest for the command's time limit and the time it takes to
   * connect.
   *
   * @param command what to run
   * @return how it ended; never a success with part of its output missing
   * @throws ExecutorException if it was certainly not started
   * @throws InterruptedException if this thread was interrupted while waiting; the command may go
   *     on
   */
  CommandResult run(Command command) throws ExecutorException, InterruptedException;
}
