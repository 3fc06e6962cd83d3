package io.dispatchcloud.core.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.JSchException;

/**
 * A question to the server whose answer cannot be taken for another's: it is asked to open a
 * channel, in which nothing is ever started. A refusal is an answer, too. The library keeps the
 * answers to keep-alive messages to itself, and tells nobody which one came.
 */
final class RoundTrip {
  private final Connection connection;
  private final Runnable onAnswer;
  private volatile boolean answered;
  private volatile boolean lost;

  private RoundTrip(Connection connection, Runnable onAnswer) {
    this.connection = connection;
    this.onAnswer = onAnswer;
  }

  /** Asks, on a thread of its own. */
  static RoundTrip begin(Connection connection, Runnable onAnswer) {
    RoundTrip begun = new RoundTrip(connection, onAnswer);
    connection.context().threads().newThread(begun::ask).start();
    return begun;
  }

  /** Whether the answer has come, and with it all that the server had sent before. */
  boolean isAnswered() {
    return answered;
  }

  /** Whether none will come any more. */
  boolean isLost() {
    return lost;
  }

  private void ask() {
    try {
      answered = isAnsweredByServer();
    } finally {
      lost = !answered;
      onAnswer.run();
    }
  }

  private boolean isAnsweredByServer() {
    Channel channel;
    try {
      channel = connection.session().openChannel("session");
    } catch (JSchException e) {
      return false; // The session is down.
    }
    if (channel == null) {
      return false;
    }
    try {
      channel.connect();
      channel.disconnect();
      return true;
    } catch (JSchException e) {
      // The status is the reason code of a refusal, and -1 if there was none.
      boolean refused = channel.getExitStatus() >= 0;
      if (!refused) {
        // The server may still open it, and would keep it open: that slot is lost.
        connection.retire();
      }
      return refused;
    }
  }
}
