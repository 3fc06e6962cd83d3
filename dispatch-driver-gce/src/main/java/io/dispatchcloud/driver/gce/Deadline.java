package io.dispatchcloud.driver.gce;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * When something that takes several calls must be over, so that all of it stays within what SET-2
 * allows.
 *
 * @param clock the dispatcher's clock
 * @param end the moment at which no call may run any more
 */
record Deadline(InstantSource clock, Instant end) {
  static Deadline in(InstantSource clock, Duration time) {
    return new Deadline(clock, clock.instant().plus(time));
  }

  Duration left() {
    return Duration.between(clock.instant(), end);
  }

  boolean isOver() {
    return left().compareTo(Duration.ZERO) <= 0;
  }

  /** What is left, but no more than so much, and enough to be a time limit at all. */
  Duration atMost(Duration limit) {
    Duration left = left();
    Duration smaller = left.compareTo(limit) < 0 ? left : limit;
    return smaller.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : smaller;
  }

  /** A deadline that comes no later than this one. */
  Deadline within(Duration limit) {
    return in(clock, atMost(limit));
  }
}
