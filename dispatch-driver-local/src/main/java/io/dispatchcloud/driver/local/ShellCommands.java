package io.dispatchcloud.driver.local;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispatchcloud.driver.local.ssh.CommandChannel;
import io.dispatchcloud.driver.local.ssh.CommandEnd;
import io.dispatchcloud.driver.local.ssh.CommandHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs the commands of one instance with {@code /bin/sh} in its home. */
final class ShellCommands implements CommandHandler {
  private static final int BUFFER = 1 << 16;

  /** How long output may follow the command's end, if a child in the background holds a pipe. */
  private static final long GRACE_SECONDS = 1;

  /**
   * Waits for the line that says that somebody listens; takes no byte more, so POSIX says. Without
   * that line, nobody asked for the command any more, and it does not run.
   */
  private static final String GATE = "read -r gate && exec /bin/sh -c ";

  private static final String PLAIN = GATE + "\"$1\"";

  /** Where the line stands in escapes; the dot keeps newlines at its end from being stripped. */
  private static final String ESCAPED = "line=$(printf %b. \"$1\"); " + GATE + "\"${line%.}\"";

  private final InstanceDirectory instance;
  private final Executor workers;

  ShellCommands(InstanceDirectory instance, Executor workers) {
    this.instance = instance;
    this.workers = workers;
  }

  @Override
  public CommandEnd run(CommandChannel channel) throws IOException, InterruptedException {
    Process process = CommandEnvironment.shell(instance, arguments(channel.line())).start();
    AtomicBoolean killed = new AtomicBoolean();
    channel.onKill(
        () -> {
          killed.set(process.isAlive());
          Foreground.kill(process);
        });
    boolean ended = false;
    try {
      CompletableFuture<Void> output = listen(process, channel);
      workers.execute(() -> feed(channel.stdin(), process.getOutputStream()));
      int status = process.waitFor();
      ended = true;
      awaitEnd(output);
      return killed.get() ? CommandEnd.killed("KILL") : CommandEnd.exited(status);
    } finally {
      if (!ended) {
        // No thread is to be had any more, or nobody waits: so nobody else would end it.
        Foreground.kill(process);
      }
    }
  }

  /** Starts to copy the output; returns when whatever is written from now on will be copied. */
  private CompletableFuture<Void> listen(Process process, CommandChannel channel)
      throws InterruptedException {
    CountDownLatch listening = new CountDownLatch(2);
    CompletableFuture<Void> output =
        CompletableFuture.allOf(
            CompletableFuture.runAsync(
                () -> pump(process.getInputStream(), channel.stdout(), listening), workers),
            CompletableFuture.runAsync(
                () -> pump(process.getErrorStream(), channel.stderr(), listening), workers));
    listening.await();
    return output;
  }

  /**
   * A line with other letters than ASCII goes in escapes: the platform turns arguments into bytes
   * by the locale that this process was started in, which may know no others.
   */
  static String[] arguments(String line) {
    if (US_ASCII.newEncoder().canEncode(line)) {
      return new String[] {"-c", PLAIN, "sh", line};
    }
    StringBuilder escaped = new StringBuilder();
    for (byte each : line.getBytes(UTF_8)) {
      escaped.append(String.format("\\0%03o", each & 0xff));
    }
    return new String[] {"-c", ESCAPED, "sh", escaped.toString()};
  }

  private static void awaitEnd(CompletableFuture<Void> output) throws InterruptedException {
    try {
      output.get(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      // What is still to come belongs to nobody: the command itself has ended.
      output.cancel(false);
    } catch (ExecutionException e) {
      throw new AssertionError("a pump never fails", e);
    }
  }

  /**
   * Copies all output. Holds the stream's monitor for as long: when a process ends, the platform
   * would otherwise take what is in the pipe and close it, and the last words of a child in the
   * background, which sshd would wait for, were lost.
   */
  private static void pump(InputStream from, OutputStream to, CountDownLatch listening) {
    byte[] buffer = new byte[BUFFER];
    synchronized (from) {
      listening.countDown();
      try {
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
          to.write(buffer, 0, count);
          to.flush();
        }
      } catch (IOException e) {
        // The client is gone, and the channel's end kills the command; or the pipe is, with it.
        return;
      }
    }
  }

  /** Takes all that the client sends, also after the command stopped reading: it may not wait. */
  private static void feed(InputStream from, OutputStream to) {
    byte[] buffer = new byte[BUFFER];
    boolean reading = true;
    try (OutputStream stdin = to) {
      stdin.write('\n');
      stdin.flush();
      for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        reading = reading && offer(stdin, buffer, count);
      }
    } catch (IOException e) {
      // The channel closed, or closing the pipe found nobody at its end.
      return;
    }
  }

  private static boolean offer(OutputStream stdin, byte[] buffer, int count) {
    try {
      stdin.write(buffer, 0, count);
      stdin.flush();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
