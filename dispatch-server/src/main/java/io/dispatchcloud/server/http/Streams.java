package io.dispatchcloud.server.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** All streams that are open. Thread-safe. */
final class Streams {
  static final int MOST = 50;

  private int open;
  private boolean closing;

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
    long end = System.nanoTime() + atMost.toNanos();
    while (open > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return;
      }
      TimeUnit.MILLISECONDS.timedWait(this, left);
    }
  }
}
