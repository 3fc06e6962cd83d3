package io.dispatchcloud.test.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The world's time: events in the order of their time, and those of one time in the order in which
 * they were added. A binary heap over plain arrays, for there are millions.
 */
final class Timeline implements InstantSource {
  /** When every simulation begins. */
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private long[] times = new long[1024];
  private long[] numbers = new long[1024];
  private @Nullable Runnable[] events = new Runnable[1024];
  private int size;
  private long added;
  private long happened;
  private long now;

  /** Nanoseconds since the beginning. */
  long now() {
    return now;
  }

  /** How many events have happened. */
  long happened() {
    return happened;
  }

  Duration sinceStart() {
    return Duration.ofNanos(now);
  }

  @Override
  public Instant instant() {
    return START.plusNanos(now);
  }

  void after(Duration delay, Runnable event) {
    at(now + delay.toNanos(), event);
  }

  /** Something happens at a time; if that is past, now, but after all that happens now already. */
  void at(long time, Runnable event) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      numbers = Arrays.copyOf(numbers, 2 * size);
      events = Arrays.copyOf(events, 2 * size);
    }
    int hole = size++;
    long at = Math.max(time, now);
    long number = added++;
    while (hole > 0) {
      int parent = (hole - 1) >>> 1;
      if (!earlier(at, number, parent)) {
        break;
      }
      move(parent, hole);
      hole = parent;
    }
    put(hole, at, number, event);
  }

  /** When the next event happens, in nanoseconds since the beginning; never if there is none. */
  long next() {
    return size == 0 ? Long.MAX_VALUE : times[0];
  }

  /** The next event happens; false if there is none. */
  boolean step() {
    if (size == 0) {
      return false;
    }
    now = times[0];
    Runnable event = events[0];
    removeFirst();
    happened++;
    if (event != null) {
      event.run();
    }
    return true;
  }

  private void removeFirst() {
    size--;
    long at = times[size];
    long number = numbers[size];
    Runnable event = events[size];
    events[size] = null;
    if (size == 0) {
      return;
    }
    int hole = 0;
    while (true) {
      int child = 2 * hole + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && earlier(times[child + 1], numbers[child + 1], child)) {
        child++;
      }
      if (earlier(at, number, child)) {
        break;
      }
      move(child, hole);
      hole = child;
    }
    put(hole, at, number, event);
  }

  private boolean earlier(long time, long number, int than) {
    return time < times[than] || (time == times[than] && number < numbers[than]);
  }

  private void move(int from, int to) {
    times[to] = times[from];
    numbers[to] = numbers[from];
    events[to] = events[from];
  }

  private void put(int at, long time, long number, @Nullable Runnable event) {
    times[at] = time;
    numbers[at] = number;
    events[at] = event;
  }
}
