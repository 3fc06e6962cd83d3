package io.dispatchcloud.core.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** Runs what a test scripts as the command of an SSH server. */
final class ScriptedCommand implements Command {
  /** What a command does instead of running in a shell; on a thread of its own. */
  @FunctionalInterface
  interface Script {
    void run(Call call) throws Exception;
  }

  /** One command on the server's side. */
  record Call(
      ChannelSession channel,
      InputStream stdin,
      OutputStream stdout,
      OutputStream stderr,
      ExitCallback exit) {
    void print(String text) throws IOException {
      stdout.write(text.getBytes(StandardCharsets.UTF_8));
      stdout.flush();
    }

    /** Tells the command's status, and leaves the channel open as a child does that holds it. */
    void sendExitStatus(int status) throws IOException {
      Buffer buffer = request("exit-status");
      buffer.putUInt(status);
      channel.writePacket(buffer);
    }

    /** Tells that a signal ended the command, and leaves the channel open. */
    void sendExitSignal(String signal) throws IOException {
      Buffer buffer = request("exit-signal");
      buffer.putString(signal);
      buffer.putBoolean(false);
      buffer.putString("");
      buffer.putString("");
      channel.writePacket(buffer);
    }

    /** What a server sends for a command that a signal ended. */
    void exitBySignal(String signal) throws IOException {
      sendExitSignal(signal);
      channel.close(false);
    }

    /** What a server sends that closes a channel before all of the output was sent. */
    void exitWithoutEof(int status) throws IOException {
      sendExitStatus(status);
      Buffer buffer = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_CLOSE);
      buffer.putUInt(channel.getRecipient());
      channel.writePacket(buffer);
    }

    private Buffer request(String name) {
      Buffer buffer = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
      buffer.putUInt(channel.getRecipient());
      buffer.putString(name);
      buffer.putBoolean(false);
      return buffer;
    }
  }

  private final Script script;
  private InputStream stdin = InputStream.nullInputStream();
  private OutputStream stdout = OutputStream.nullOutputStream();
  private OutputStream stderr = OutputStream.nullOutputStream();
  private ExitCallback exit = (status, message, close) -> {};
  private Thread runner;

  ScriptedCommand(Script script) {
    this.script = script;
  }

  @Override
  public void setInputStream(InputStream in) {
    stdin = in;
  }

  @Override
  public void setOutputStream(OutputStream out) {
    stdout = out;
  }

  @Override
  public void setErrorStream(OutputStream err) {
    stderr = err;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    exit = callback;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) {
    runner =
        new Thread(
            () -> {
              try {
                script.run(new Call(channel, stdin, stdout, stderr, exit));
              } catch (Exception e) {
                exit.onExit(255, String.valueOf(e));
              }
            },
            "command");
    runner.setDaemon(true);
    runner.start();
  }

  @Override
  public void destroy(ChannelSession channel) {
    if (runner != null) {
      runner.interrupt();
    }
  }
}
