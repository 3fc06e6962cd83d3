package io.dispatchcloud.core.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import io.dispatchcloud.api.executor.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Opens a channel, starts a command there and writes its input: all that can block, for a thread
 * that nobody waits for.
 */
final class ChannelOpening {
  /** How far it came. */
  enum State {
    /** Nothing is known yet. */
    PENDING,
    /** The command was sent to the server. */
    OPEN,
    /** Not started: the server has no room now. */
    BUSY,
    /** Not started: the server refused for another reason. */
    REFUSED,
    /** Not started: the server neither opened nor refused a channel. */
    UNANSWERED,
    /** Not started: the session is down. */
    DOWN,
    /** It failed while the command was being sent. */
    UNSURE
  }

  // Reason codes of RFC 4254, section 5.1. OpenSSH says "connect failed" when it has no room.
  private static final int CONNECT_FAILED = 2;
  private static final int RESOURCE_SHORTAGE = 4;
  private static final int CHUNK = 32 * 1024;

  private final Connection connection;
  private final Runnable onChange;
  private volatile @Nullable ChannelExec channel;
  private volatile State state = State.PENDING;
  private volatile boolean killing;
  private volatile boolean abandoned;

  ChannelOpening(Connection connection, Runnable onChange) {
    this.connection = connection;
    this.onChange = onChange;
  }

  State state() {
    return state;
  }

  /** The channel, once it is open. */
  ChannelExec channel() {
    return Objects.requireNonNull(channel, "channel");
  }

  @Nullable ChannelExec channelOrNull() {
    return channel;
  }

  void openAndWrite(Command command, OutputStream stdout, OutputStream stderr) {
    State reached = State.UNSURE;
    try {
      reached = open(command, stdout, stderr);
    } finally {
      state = reached;
      onChange.run();
    }
    if (reached != State.OPEN) {
      return;
    }
    if (abandoned) {
      disconnect(killing);
      return;
    }
    write(command.stdin());
  }

  /** Gives the channel up. May block for as long as the socket is open. */
  void abandon(boolean kill) {
    killing = kill;
    abandoned = true;
    // It is still being opened otherwise, and closed by the one that opens it.
    if (state == State.OPEN) {
      disconnect(kill);
    }
  }

  private State open(Command command, OutputStream stdout, OutputStream stderr) {
    try {
      ChannelExec opened = (ChannelExec) connection.session().openChannel("exec");
      if (opened == null) {
        return State.DOWN;
      }
      channel = opened;
      opened.setOutputStream(stdout);
      opened.setErrStream(stderr);
      opened.setCommand(command.line().getBytes(StandardCharsets.UTF_8));
      // With a timeout it would ask for replies, and look for them only every 10 ms.
      opened.connect();
      return State.OPEN;
    } catch (JSchException e) {
      return classify(e);
    }
  }

  /**
   * Tells from the exception where it was thrown. Up to the answer to the open request nothing was
   * started; what fails later is passed on with the name of the class, or unknown to us.
   */
  private State classify(JSchException e) {
    String message = String.valueOf(e.getMessage());
    if (message.equals("session is down")) {
      return State.DOWN;
    }
    if (message.equals("channel is not opened.")) {
      ChannelExec refused = channel;
      int code = refused == null ? -1 : refused.getExitStatus();
      return switch (code) {
        case -1 -> State.UNANSWERED;
        case CONNECT_FAILED, RESOURCE_SHORTAGE -> State.BUSY;
        default -> State.REFUSED;
      };
    }
    Throwable cause = e.getCause();
    return cause != null && message.equals(cause.toString()) ? State.DOWN : State.UNSURE;
  }

  private void write(byte[] input) {
    try (OutputStream stdin = channel().getOutputStream()) {
      for (int at = 0; at < input.length && !abandoned; at += CHUNK) {
        stdin.write(input, at, Math.min(CHUNK, input.length - at));
        stdin.flush();
      }
    } catch (IOException e) {
      // The command reads no more, or the connection went: how the command ends tells which.
    }
  }

  private void disconnect(boolean kill) {
    try {
      if (kill) {
        channel().sendSignal("KILL");
      }
    } catch (Exception e) {
      // It gets the signal or it does not: closing the channel is what is left.
    }
    channel().disconnect();
  }
}
