package io.dispatchcloud.core.loop;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Events in the order of their time; those of one time in the order in which they were added. */
final class TimerQueue {
  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparingLong(Entry::number));
  private long numbers;

  private static final class Entry {
    private final Instant at;
    private final long number;
    private @Nullable Runnable event;

    Entry(Instant at, long number, Runnable event) {
      this.at = at;
      this.number = number;
      this.event = event;
    }

    Instant at() {
      return at;
    }

    long number() {
      return number;
    }
  }

  Timer add(Instant at, Runnable event) {
    Entry entry = new Entry(at, numbers++, event);
    entries.add(entry);
    // Cancelled entries stay until their time: removing from the middle would cost a search.
    return () -> entry.event = null;
  }

  /** The time of the next event that was not cancelled, or null if there is none. */
  @Nullable Instant next() {
    while (true) {
      Entry head = entries.peek();
      if (head == null) {
        return null;
      }
      if (head.event != null) {
        return head.at;
      }
      entries.remove();
    }
  }

  /** Takes the next event if its time has come. */
  @Nullable Runnable take(Instant now) {
    Instant next = next();
    if (next == null || next.isAfter(now)) {
      return null;
    }
    Runnable event = entries.remove().event;
    return event;
  }
}
