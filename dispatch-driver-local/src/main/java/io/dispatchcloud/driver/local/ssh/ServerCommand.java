package io.dispatchcloud.driver.local.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/**
 * One command between sshd and a handler. The setters run before {@link #start}; sshd calls {@link
 * #destroy} on an I/O thread whenever the channel closes, so nothing there may block.
 */
final class ServerCommand implements Command, CommandChannel {
  /** What a shell answers when it could not run a command at all. */
  private static final int NOT_RUN = 126;

  private final String line;
  private final CommandHandler handler;
  private final Executor workers;
  private final FutureTask<@Nullable Void> task = new FutureTask<>(this::run, null);
  private final List<Runnable> onKill = new ArrayList<>();
  private boolean killed;
  private @Nullable InputStream stdin;
  private @Nullable OutputStream stdout;
  private @Nullable OutputStream stderr;
  private @Nullable ExitCallback exit;
  private @Nullable ChannelSession session;

  ServerCommand(String line, CommandHandler handler, Executor workers) {
    this.line = line;
    this.handler = handler;
    this.workers = workers;
  }

  @Override
  public void setInputStream(InputStream stream) {
    stdin = stream;
  }

  @Override
  public void setOutputStream(OutputStream stream) {
    stdout = stream;
  }

  @Override
  public void setErrorStream(OutputStream stream) {
    stderr = stream;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    exit = callback;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) throws IOException {
    session = channel;
    environment.addSignalListener((ignored, signal) -> kill(), Signal.KILL);
    try {
      workers.execute(task);
    } catch (RejectedExecutionException e) {
      throw new IOException("the server is being stopped", e);
    }
  }

  @Override
  public void destroy(ChannelSession channel) {
    if (!task.isDone()) {
      kill();
      task.cancel(true);
    }
  }

  private void run() {
    CommandEnd end;
    try {
      end = handler.run(this);
    } catch (IOException | RuntimeException e) {
      end = refuse(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end = CommandEnd.killed("KILL");
    }
    try {
      finish(end);
    } catch (IOException e) {
      // The client is gone, and so is whoever wants to know the end.
      Objects.requireNonNull(session).close(true);
    }
  }

  private CommandEnd refuse(Exception cause) {
    try {
      String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
      stderr().write((message + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return CommandEnd.exited(NOT_RUN);
  }

  private void finish(CommandEnd end) throws IOException {
    stdout().flush();
    stderr().flush();
    if (end.signal().isEmpty()) {
      Objects.requireNonNull(exit).onExit(end.status());
    } else if (session instanceof ExecChannel channel) {
      channel.endKilled(end.signal());
    }
  }

  private void kill() {
    List<Runnable> actions;
    synchronized (onKill) {
      killed = true;
      actions = List.copyOf(onKill);
      onKill.clear();
    }
    actions.forEach(Runnable::run);
  }

  @Override
  public String line() {
    return line;
  }

  @Override
  public InputStream stdin() {
    return Objects.requireNonNull(stdin);
  }

  @Override
  public OutputStream stdout() {
    return Objects.requireNonNull(stdout);
  }

  @Override
  public OutputStream stderr() {
    return Objects.requireNonNull(stderr);
  }

  @Override
  public void onKill(Runnable action) {
    synchronized (onKill) {
      if (!killed) {
        onKill.add(action);
        return;
      }
    }
    action.run();
  }
}
