package io.dispatchcloud.core.ssh;

import com.jcraft.jsch.ChannelExec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a command has ended whose channel stays open, because a child that it left behind
 * holds its stdout. Its status is there then; its own output is, too, once nothing came for a while
 * although the server answers.
 */
final class Lingering {
  private static final Duration QUIET = Duration.ofSeconds(3);

  private final Connection connection;
  private @Nullable Deadline quiet;
  private long written;
  private long receivedAtPing = -1;

  Lingering(Connection connection) {
    this.connection = connection;
  }

  /** Whether the status has come while the channel was open. */
  boolean isSeen() {
    return quiet != null;
  }

  /**
   * Whether to wait no longer.
   *
   * @param writtenNow how much output has come so far
   */
  boolean isOver(ChannelExec channel, long writtenNow) {
    if (channel.getExitStatus() < 0 || channel.getExitSignal() != null) {
      return false;
    }
    if (quiet == null || writtenNow != written) {
      quiet = Deadline.in(connection.context().clock(), QUIET);
      written = writtenNow;
      receivedAtPing = -1;
      return false;
    }
    if (!quiet.over()) {
      return false;
    }
    if (receivedAtPing < 0) {
      // What the server sent before its answer has arrived when the answer has.
      receivedAtPing = connection.link().received();
      connection.context().threads().newThread(this::ping).start();
      return false;
    }
    return connection.link().received() > receivedAtPing;
  }

  private void ping() {
    try {
      connection.session().sendKeepAliveMsg();
    } catch (Exception e) {
      // No answer comes then, and the command's deadline decides.
    }
  }
}
