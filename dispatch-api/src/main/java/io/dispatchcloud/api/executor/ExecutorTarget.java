package io.dispatchcloud.api.executor;

import java.util.Optional;

/**
 * Where an executor connects to. All methods may be called on any thread; only {@link
 * #verifyHostKey} may block.
 */
public interface ExecutorTarget {
  /**
   * Where it answers.
   *
   * @return a host name or address, optionally with {@code :port} (an IPv6 address with a port
   *     stands in brackets); empty while it is not known
   */
  Optional<String> address();

  /**
   * Who to log in as.
   *
   * @return a user name; not empty
   */
  String remoteUser();

  /**
   * Says whether a host key is this target's own. Called before anything else is sent, on each new
   * connection whose key is not the one verified last. May block as long as a command may.
   *
   * @param key what the server showed
   * @param connection runs commands over just this connection, whose server is not trusted yet
   * @return the verdict
   * @throws ExecutorException if a command that it needs could not be started
   * @throws InterruptedException if this thread was interrupted while waiting
   */
  HostKeyVerdict verifyHostKey(HostKey key, CommandRunner connection)
      throws ExecutorException, InterruptedException;
}
