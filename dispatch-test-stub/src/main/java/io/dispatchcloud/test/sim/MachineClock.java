package io.dispatchcloud.test.sim;

import java.time.Duration;

/**
 * The clock of a simulated machine. It may drift, and stand still while the machine is suspended.
 */
final class MachineClock {
  private final Timeline time;
  private final double rate;

  // What it showed at some moment of the world, since when it goes at its rate.
  private long localBase;
  private long worldBase;
  private long suspendedUntil;

  /**
   * A clock that is right now.
   *
   * @param rate how fast it goes; 1 for right
   */
  MachineClock(Timeline time, double rate) {
    this.time = time;
    this.rate = rate;
    this.localBase = time.now();
    this.worldBase = localBase;
  }

  /** What it shows, in nanoseconds. */
  long local() {
    long now = time.now();
    return localBase + (now <= worldBase ? 0 : (long) ((now - worldBase) * rate));
  }

  /** How long it takes in the world until so much has passed here. */
  long worldDelay(long localDelay) {
    return rate == 1 ? localDelay : (long) (localDelay / rate);
  }

  /**
   * Nothing runs for a while.
   *
   * @param stops whether the clock stands still meanwhile
   * @return false if that changes nothing, for it is suspended for longer
   */
  boolean suspend(Duration span, boolean stops) {
    long until = time.now() + span.toNanos();
    if (until <= suspendedUntil) {
      return false;
    }
    if (stops) {
      localBase = local();
      worldBase = until;
    }
    suspendedUntil = until;
    return true;
  }

  boolean isSuspended() {
    return suspendedUntil > time.now();
  }

  /** Until when in the world. */
  long suspendedUntil() {
    return suspendedUntil;
  }
}
