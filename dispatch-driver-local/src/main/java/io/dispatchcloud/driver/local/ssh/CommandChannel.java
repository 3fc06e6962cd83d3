package io.dispatchcloud.driver.local.ssh;

import java.io.InputStream;
import java.io.OutputStream;

/** The server's side of one command. Thread-safe, its streams are not. */
public interface CommandChannel {
  /**
   * What the client wants to be run.
   *
   * @return the command line
   */
  String line();

  /**
   * What the client sends. Do not close it: a client that goes on sending would lose its whole
   * connection, not just this command. Ends when the client says so, or when the channel closes.
   *
   * @return the command's input
   */
  InputStream stdin();

  /**
   * What the client gets. Blocks while the client does not read; flush it.
   *
   * @return the command's output
   */
  OutputStream stdout();

  /**
   * What the client gets as errors. Blocks while the client does not read; flush it.
   *
   * @return the command's error output
   */
  OutputStream stderr();

  /**
   * Says what to do when the client sends the signal KILL, or is gone while the command runs: at
   * once if that has been so already. The action must not block.
   *
   * @param action what ends the command
   */
  void onKill(Runnable action);
}
