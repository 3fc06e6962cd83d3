package io.dispatchcloud.server.events;

import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.DispatcherState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns what comes into lines, and writes them. Now and then it looks at what the dispatcher
 * publishes: what no event has told becomes a line, too, so that also after a gap the log is enough
 * to know the state. Runs on a thread of its own.
 */
final class LogWriter implements Runnable {
  private static final int AT_A_TIME = 1_000;
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final int PART_OF_TIME = 10;

  private final Backlog backlog;
  private final Pen pen;
  private final LongSupplier nanoseconds;
  private final StringBuilder text = new StringBuilder();
  private final List<CountDownLatch> waiting = new ArrayList<>();
  private final List<CountDownLatch> settled = new ArrayList<>();
  private Replica replica = new Replica();
  private String instanceSet = "";
  private boolean headed;
  private @Nullable Supplier<DispatcherSnapshot> snapshots;
  private @Nullable DispatcherSnapshot looked;
  private long nextLook;
  private volatile long unwritten;

  LogWriter(Backlog backlog, Pen pen) {
    this(backlog, pen, System::nanoTime);
  }

  LogWriter(Backlog backlog, Pen pen, LongSupplier nanoseconds) {
    this.backlog = backlog;
    this.pen = pen;
    this.nanoseconds = nanoseconds;
    this.nextLook = nanoseconds.getAsLong();
  }

  void hurry() {
    pen.hurry();
  }

  /** How much was not written in the end. */
  long left() {
    return unwritten + backlog.size();
  }

  @Override
  public void run() {
    try {
      boolean more = true;
      while (more) {
        boolean closing = backlog.closed();
        List<Backlog.Entry> entries = backlog.take(AT_A_TIME, LOOK_EVERY);
        unwritten = entries.size();
        entries.forEach(this::take);
        look();
        boolean written = flush();
        settled.forEach(CountDownLatch::countDown);
        settled.clear();
        more = written && !(closing && entries.isEmpty());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean flush() throws InterruptedException {
    boolean written = pen.write(text.toString());
    if (written) {
      unwritten = 0;
    }
    text.setLength(0);
    return written;
  }

  private void take(Backlog.Entry entry) {
    if (entry instanceof Backlog.Happened happened) {
      line(happened.event().at(), Lines.event(happened.event()));
      replica.apply(happened.event());
    } else if (entry instanceof Backlog.Published published) {
      look(published.snapshot());
    } else if (entry instanceof Backlog.Missed missed) {
      line(missed.at(), Lines.gap(missed.at(), missed.count()));
    } else if (entry instanceof Backlog.Began began) {
      replica = new Replica();
      instanceSet = began.instanceSet();
      headed = false;
      snapshots = began.snapshots();
      looked = null;
    } else if (entry instanceof Backlog.Settle settle) {
      waiting.add(settle.done());
    } else {
      snapshots = null;
    }
  }

  private void line(Instant at, String line) {
    if (!headed) {
      text.append(Lines.header(at, instanceSet));
      headed = true;
    }
    text.append(line);
  }

  /** Looks, if it is time to. */
  private void look() {
    if (snapshots == null) {
      settled();
    } else if (!waiting.isEmpty() || nanoseconds.getAsLong() - nextLook >= 0) {
      DispatcherSnapshot snapshot = backlog.settled(snapshots).orElse(null);
      if (snapshot == null) {
        backlog.want();
      } else {
        look(snapshot);
      }
    }
  }

  /** Looks at what the lines so far have led to. */
  private void look(DispatcherSnapshot snapshot) {
    if (!isLooked(snapshot) && snapshot.state() == DispatcherState.ACTIVE) {
      long began = nanoseconds.getAsLong();
      looked = snapshot;
      replica.look(snapshot, line -> line(snapshot.at(), line));
      // With very many containers a look takes long; most of the time is for events.
      long took = nanoseconds.getAsLong() - began;
      nextLook = began + Math.max(LOOK_EVERY.toNanos(), PART_OF_TIME * took);
    }
    settled();
  }

  /** The log has all that was published when they began to wait, once this is written. */
  private void settled() {
    settled.addAll(waiting);
    waiting.clear();
  }

  @SuppressWarnings("ReferenceEquality") // another object is another publication
  private boolean isLooked(DispatcherSnapshot snapshot) {
    return snapshot == looked;
  }
}
