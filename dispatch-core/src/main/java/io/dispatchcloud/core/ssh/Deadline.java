package io.dispatchcloud.core.ssh;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The moment at which somebody stops waiting, on the dispatcher's clock. */
record Deadline(InstantSource clock, Instant end) {
  /** So that a wait of centuries still fits into a number of nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(365);

  static Deadline in(InstantSource clock, Duration duration) {
    return new Deadline(clock, clock.instant().plus(shorter(duration, LONGEST)));
  }

  boolean over() {
    return left().isZero();
  }

  /** What is left of it, never negative. */
  Duration left() {
    Duration left = Duration.between(clock.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** How long one timed wait may take that also looks up every {@code tick}. */
  long nanosOr(Duration tick) {
    return shorter(left(), tick).toNanos();
  }

  /** What is left, for interfaces where 0 means for ever. */
  int millis() {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, left().toMillis()));
  }

  long nanos() {
    return left().toNanos();
  }

  Deadline later(Duration by) {
    return new Deadline(clock, end.plus(by));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
