package io.dispatchcloud.driver.local.ssh;

import java.io.IOException;

/** Says what the commands do that come to a server. Thread-safe. */
@FunctionalInterface
public interface CommandHandler {
  /**
   * Runs a command. Called on a thread of its own, which may block, for many commands at once; the
   * thread is interrupted when the command is killed.
   *
   * @param channel the command line, its streams, and who wants to know of its kill
   * @return how it ended; what was written to the streams before is sent first
   * @throws IOException if it could not be run; the client is told the message on stderr
   * @throws InterruptedException if it was interrupted
   */
  CommandEnd run(CommandChannel channel) throws IOException, InterruptedException;
}
