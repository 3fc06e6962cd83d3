package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.queue.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Who is told in this process that something changed. Thread-safe. */
final class Signals {
  private final System.Logger logger;
  private final List<Listening> listeners = new CopyOnWriteArrayList<>();
  private long ends;

  Signals(System.Logger logger) {
    this.logger = logger;
  }

  /** One subscription; the same listener may have several. */
  private record Listening(Runnable listener, Object identity) {}

  Subscription add(Runnable listener) {
    Listening listening = new Listening(listener, new Object());
    listeners.add(listening);
    return () -> listeners.remove(listening);
  }

  /** Something changed that a dispatcher would want to know. */
  void queueChanged() {
    for (Listening each : listeners) {
      try {
        each.listener().run();
      } catch (RuntimeException e) {
        logger.log(System.Logger.Level.WARNING, "a listener failed", e);
      }
    }
  }

  /** A container ended, or may have. */
  synchronized void ended() {
    ends++;
    notifyAll();
  }

  /** How often something ended; for {@link #awaitEnd}. */
  synchronized long ends() {
    return ends;
  }

  /** Waits until something ended since, or the time is over. */
  synchronized void awaitEnd(long since, Duration atMost) throws InterruptedException {
    if (ends == since && !atMost.isNegative() && !atMost.isZero()) {
      TimeUnit.NANOSECONDS.timedWait(this, atMost.toNanos());
    }
  }

  void clear() {
    listeners.clear();
    ended();
  }
}
