package io.dispatchcloud.core.ssh;

import com.jcraft.jsch.Session;
import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.ExecutorContext;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.core.ssh.NotStartedException.Why;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One logged-in SSH session: runs commands over it, so many at a time. Thread-safe. */
final class Connection {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  /** How long a server may refuse the only channels, for it frees those we closed a bit late. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ExecutorContext context;
  private final Link link;
  private final Session session;
  private final String name;
  private final HostKey hostKey;
  private final Semaphore channels;
  private final AtomicInteger open = new AtomicInteger();
  private final Object countLock = new Object();
  private int inFlight;
  private boolean retired;

  Connection(ExecutorContext context, Link link, Session session, String name, HostKey hostKey) {
    this.context = context;
    this.link = link;
    this.session = session;
    this.name = name;
    this.hostKey = hostKey;
    this.channels = new Semaphore(context.limits().channels(), true);
    // The socket is closed by then; the library may still wait for locks of its own.
    link.onEnd(() -> context.threads().newThread(session::disconnect).start());
  }

  HostKey hostKey() {
    return hostKey;
  }

  Link link() {
    return link;
  }

  Session session() {
    return session;
  }

  ExecutorContext context() {
    return context;
  }

  @Override
  public String toString() {
    return name;
  }

  /** Whether a new command has a chance here. */
  boolean isUsable() {
    synchronized (countLock) {
      return !retired && !link.isEnded();
    }
  }

  /** Takes no more commands, and ends when those that run have ended. */
  void retire() {
    boolean idle;
    synchronized (countLock) {
      retired = true;
      idle = inFlight == 0;
    }
    if (idle) {
      link.end("no longer needed");
    }
  }

  /**
   * Runs a command.
   *
   * @param last whether this is the last connection tried for it
   * @throws NotStartedException if it was certainly not started
   */
  CommandResult run(Command command, Deadline deadline, boolean last)
      throws NotStartedException, InterruptedException {
    enter();
    try {
      if (!channels.tryAcquire(deadline.nanos(), TimeUnit.NANOSECONDS)) {
        throw new NotStartedException(
            Why.TIME_OVER,
            "all " + context.limits().channels() + " channels were in use until its time was over");
      }
      try {
        return runWhenServerHasRoom(command, deadline, last);
      } finally {
        channels.release();
      }
    } finally {
      leave();
    }
  }

  private CommandResult runWhenServerHasRoom(Command command, Deadline deadline, boolean last)
      throws NotStartedException, InterruptedException {
    Deadline patience = null;
    for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
      if (!isUsable()) {
        throw gone();
      }
      try {
        return new ChannelRun(this, command, deadline).run();
      } catch (NotStartedException e) {
        if (e.why() != Why.BUSY) {
          throw e;
        }
      }
      patience = open.get() == 0 ? orElseNew(patience) : null;
      if (patience != null && patience.over() && !last) {
        // Its slots are taken by what we no longer know of: a new connection has its own.
        throw new NotStartedException(
            Why.REFUSED, "the server opens no channel, though none is in use");
      }
      link.awaitEnd(deadline.nanosOr(pause));
      if (deadline.over()) {
        throw new NotStartedException(
            Why.TIME_OVER, "the server opened no more channels until its time was over");
      }
    }
  }

  /** Counts a channel that the server opened. */
  void opened() {
    open.incrementAndGet();
  }

  /** Counts one that we are done with. */
  void closed() {
    open.decrementAndGet();
  }

  private Deadline orElseNew(@Nullable Deadline patience) {
    return patience == null ? Deadline.in(context.clock(), PATIENCE) : patience;
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  private NotStartedException gone() {
    return new NotStartedException(
        Why.GONE, link.isEnded() ? link.endReason() : "the connection is being replaced");
  }

  private void enter() throws NotStartedException {
    synchronized (countLock) {
      if (!retired && !link.isEnded()) {
        inFlight++;
        return;
      }
    }
    throw gone();
  }

  private void leave() {
    boolean done;
    synchronized (countLock) {
      inFlight--;
      done = retired && inFlight == 0;
    }
    if (done) {
      link.end("no longer needed");
    }
  }
}
