package io.dispatchcloud.server.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** All streams that are open. Thread-safe. */
final class Streams {
  static final int MOST = 50;

  private final LongSupplier nanoseconds;
  private int open;
  private boolean closing;

  /** None yet; that tells the time from any beginning. */
  Streams(LongSupplier nanoseconds) {
    this.nanoseconds = nanoseconds;
  }

  /** One more; false if there are too many, or the server ends. */
  synchronized boolean enter() {
    if (closing || open >= MOST) {
      return false;
    }
    open++;
    return true;
  }

  synchronized void leave() {
    open--;
    notifyAll();
  }

  synchronized int open() {
    return open;
  }

  synchronized boolean closing() {
    return closing;
  }

  /** Lets some time pass; returns at once when the server ends. */
  synchronized void pause(Duration time) throws InterruptedException {
    if (!closing) {
      TimeUnit.MILLISECONDS.timedWait(this, time.toMillis());
    }
  }

  /** Asks all of them to end, and waits for those that can say goodbye. */
  synchronized void close(Duration atMost) throws InterruptedException {
    closing = true;
    notifyAll();
    long end = nanoseconds.getAsLong() + atMost.toNanos();
    while (open > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - nanoseconds.getAsLong());
      if (left <= 0) {
        return;
      }
      TimeUnit.MILLISECONDS.timedWait(this, left);
    }
  }
}
