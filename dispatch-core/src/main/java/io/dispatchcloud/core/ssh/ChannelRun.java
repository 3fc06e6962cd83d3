package io.dispatchcloud.core.ssh;

import com.jcraft.jsch.ChannelExec;
import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.core.ssh.NotStartedException.Why;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One command on a channel of its own. A helper thread makes every call that can block for ever;
 * the caller only waits, for events and for a slow tick, and so keeps its deadline whatever the
 * library or the server does.
 */
final class ChannelRun {
  private static final Duration TICK = Duration.ofSeconds(2);
  private static final Duration FAST_TICK = Duration.ofMillis(100);

  /** How long the library gets for what should take no time, before the socket is closed. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Connection connection;
  private final Command command;
  private final Deadline deadline;
  private final Semaphore events = new Semaphore(0);
  private final BoundedSink stdout;
  private final BoundedSink stderr;
  private final ChannelOpening opening;
  private final Lingering lingering;
  private volatile boolean stdoutEnded;
  private boolean counted;
  private @Nullable Deadline dying;

  ChannelRun(Connection connection, Command command, Deadline deadline) {
    this.connection = connection;
    this.command = command;
    this.deadline = deadline;
    int limit = connection.context().limits().outputBytes();
    this.opening = new ChannelOpening(connection, events::release);
    this.stdout = new BoundedSink(limit, this::stdoutClosed);
    this.stderr = new BoundedSink(limit, events::release);
    this.lingering =
        new Lingering(connection, () -> stdout.written() + stderr.written(), events::release);
  }

  CommandResult run() throws NotStartedException, InterruptedException {
    Runnable listener = events::release;
    connection.link().onEnd(listener);
    try {
      start(() -> opening.openAndWrite(command, stdout, stderr));
      return await();
    } catch (InterruptedException e) {
      // Nobody asked for the command's end, only for ours.
      start(() -> opening.abandon(false));
      throw e;
    } finally {
      connection.link().remove(listener);
      if (counted) {
        connection.closed();
      }
    }
  }

  private CommandResult await() throws NotStartedException, InterruptedException {
    while (true) {
      events.drainPermits();
      CommandResult result = look();
      if (result != null) {
        return result;
      }
      if (deadline.over()) {
        return outOfTime();
      }
      Duration tick = dying != null || lingering.isSeen() ? FAST_TICK : TICK;
      boolean unused = events.tryAcquire(deadline.nanosOr(tick), TimeUnit.NANOSECONDS);
    }
  }

  /** How it stands: null if it goes on. */
  private @Nullable CommandResult look() throws NotStartedException {
    boolean connectionEnded = connection.link().isEnded();
    return switch (opening.state()) {
      case OPEN -> lookAt(opening.channel(), connectionEnded);
      case PENDING -> connectionEnded && isOverdue() ? unsure() : null;
      case UNSURE -> unsure();
      case BUSY -> throw new NotStartedException(Why.BUSY, "the server opened no more channels");
      case REFUSED -> throw new NotStartedException(Why.REFUSED, "the server opened no channel");
      case DOWN -> throw new NotStartedException(Why.GONE, "the connection went before the start");
      case UNANSWERED -> {
        // The server may still open it, and would keep it open: that slot is lost.
        connection.retire();
        throw new NotStartedException(Why.REFUSED, "the server did not answer");
      }
    };
  }

  private @Nullable CommandResult lookAt(ChannelExec channel, boolean connectionEnded) {
    if (!counted) {
      counted = true;
      connection.opened();
    }
    if (stderr.isClosed() || connectionEnded) {
      return result(channel);
    }
    if (lingering.isOver(channel)) {
      CommandResult ended = ended(channel);
      start(() -> opening.abandon(false));
      return ended;
    }
    return null;
  }

  private CommandResult unsure() {
    return unknown("the connection went while it was being started");
  }

  /** The helper hears of the connection's end within moments: only then is it known what it did. */
  private boolean isOverdue() {
    if (dying == null) {
      dying = Deadline.in(connection.context().clock(), GRACE);
    }
    return dying.over();
  }

  private CommandResult result(ChannelExec channel) {
    int status = channel.getExitStatus();
    if (channel.getExitSignal() != null || (status >= 0 && stdoutEnded)) {
      return ended(channel);
    }
    if (connection.link().isEnded()) {
      return unknown(connection.link().endReason());
    }
    return unknown(
        status >= 0
            ? "it ended with status " + status + ", but its output was cut short"
            : "its channel was closed without an exit status");
  }

  /** How it ended, of which the server has told. */
  private CommandResult ended(ChannelExec channel) {
    String signal = channel.getExitSignal();
    if (signal == null) {
      return new CommandResult.Exited(channel.getExitStatus(), stdout.output(), stderr.output());
    }
    String name = signal.startsWith("SIG") ? signal.substring(3) : signal;
    return new CommandResult.Killed(name, stdout.output(), stderr.output());
  }

  private CommandResult outOfTime() throws InterruptedException {
    if (opening.state() == ChannelOpening.State.PENDING) {
      connection.retire();
    }
    CountDownLatch abandoned = new CountDownLatch(1);
    CommandResult result = unknown("its time was over");
    start(
        () -> {
          opening.abandon(true);
          abandoned.countDown();
        });
    if (!abandoned.await(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
      // The library is stuck in a write that the server does not take: only this frees it.
      connection.link().end("the server took no more input");
    }
    return result;
  }

  /** Tells the remote's end of output from our own cleaning up. */
  private void stdoutClosed() {
    ChannelExec channel = opening.channelOrNull();
    if (channel != null && !channel.isClosed()) {
      stdoutEnded = true;
    }
    events.release();
  }

  private CommandResult unknown(String reason) {
    return new CommandResult.OutcomeUnknown(
        connection + ": " + reason, stdout.output(), stderr.output());
  }

  private void start(Runnable work) {
    connection.context().threads().newThread(work).start();
  }
}
