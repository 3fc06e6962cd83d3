package io.dispatchcloud.core.loop;

import java.time.Instant;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Events in the order of their time; those of one time in the order in which they were added. */
final class TimerQueue {
  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long numbers;

  /** One event. There is one for each of thousands of instances: so its time is two numbers. */
  private static final class Entry implements Timer, Comparable<Entry> {
    private final long second;
    private final int nano;
    private final long number;
    private @Nullable Runnable event;

    Entry(Instant at, long number, Runnable event) {
      this.second = at.getEpochSecond();
      this.nano = at.getNano();
      this.number = number;
      this.event = event;
    }

    Instant at() {
      return Instant.ofEpochSecond(second, nano);
    }

    @Override
    public int compareTo(Entry other) {
      if (second != other.second) {
        return Long.compare(second, other.second);
      }
      return nano != other.nano
          ? Integer.compare(nano, other.nano)
          : Long.compare(number, other.number);
    }

    // Cancelled entries stay until their time: removing from the middle would cost a search.
    @Override
    public void cancel() {
      event = null;
    }
  }

  Timer add(Instant at, Runnable event) {
    Entry entry = new Entry(at, numbers++, event);
    entries.add(entry);
    return entry;
  }

  /** The time of the next event that was not cancelled, or null if there is none. */
  @Nullable Instant next() {
    while (true) {
      Entry head = entries.peek();
      if (head == null) {
        return null;
      }
      if (head.event != null) {
        return head.at();
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
