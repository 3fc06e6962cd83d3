package io.dispatchcloud.server.events;

import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.core.DispatcherSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written, in order. It never makes a dispatcher wait: when it is full, what comes is
 * counted instead of kept. Thread-safe.
 */
final class Backlog {
  /** Something to write or to do. */
  sealed interface Entry {}

  /** An event. */
  record Happened(DispatchEvent event) implements Entry {}

  /** What the dispatcher had published before the next event: what those before it led to. */
  record Published(DispatcherSnapshot snapshot) implements Entry {}

  /** Some events that were not kept. */
  record Missed(Instant at, long count) implements Entry {}

  /** Another dispatcher begins. */
  record Began(String instanceSet, Supplier<DispatcherSnapshot> snapshots) implements Entry {}

  /** Somebody waits until all before this is written. */
  record Settle(CountDownLatch done) implements Entry {}

  /** A dispatcher is closed. */
  record Ended() implements Entry {}

  private final Deque<Entry> entries = new ArrayDeque<>();
  private final int most;
  private long missed;
  private Instant missedAt = Instant.EPOCH;
  private @Nullable DispatcherSnapshot newest;
  private boolean wanted;
  private boolean closed;

  Backlog(int most) {
    this.most = most;
  }

  /** An event, and what the dispatcher had published last when it came about. */
  synchronized void add(DispatchEvent event, DispatcherSnapshot published) {
    boolean another = !isNewest(published);
    newest = published;
    if (entries.size() >= most) {
      missed++;
      missedAt = event.at();
      return;
    }
    tellMissed();
    if (another && wanted) {
      entries.add(new Published(published));
      wanted = false;
    }
    entries.add(new Happened(event));
    notifyAll();
  }

  private void tellMissed() {
    if (missed > 0) {
      entries.add(new Missed(missedAt, missed));
      missed = 0;
    }
  }

  /** Something that is always kept; there are few of them. */
  synchronized void add(Entry entry) {
    tellMissed();
    entries.add(entry);
    notifyAll();
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Whether nothing more comes after what is in it. */
  synchronized boolean closed() {
    return closed;
  }

  /** Some of it, after a while at the most; none if there is nothing. */
  synchronized List<Entry> take(int some, Duration wait) throws InterruptedException {
    if (entries.isEmpty() && missed == 0 && !closed) {
      TimeUnit.NANOSECONDS.timedWait(this, wait.toNanos());
    }
    if (entries.isEmpty()) {
      tellMissed();
    }
    List<Entry> taken = new ArrayList<>();
    while (!entries.isEmpty() && taken.size() < some) {
      taken.add(entries.remove());
    }
    return taken;
  }

  /**
   * What the dispatcher publishes next is wanted, even if events never leave a moment to ask for
   * it.
   */
  synchronized void want() {
    wanted = true;
  }

  /** How much is left. */
  synchronized long size() {
    return entries.size() + missed;
  }

  /**
   * What the dispatcher has published, if that was after the last event and nothing is left to
   * take: so it is exactly what the events so far have led to.
   */
  synchronized Optional<DispatcherSnapshot> settled(Supplier<DispatcherSnapshot> snapshots) {
    if (!entries.isEmpty() || missed > 0) {
      return Optional.empty();
    }
    DispatcherSnapshot snapshot = snapshots.get();
    if (isNewest(snapshot)) {
      return Optional.empty();
    }
    wanted = false;
    return Optional.of(snapshot);
  }

  @SuppressWarnings("ReferenceEquality") // another object is another publication
  private boolean isNewest(DispatcherSnapshot snapshot) {
    return snapshot == newest;
  }
}
