package io.dispatchcloud.core;

import java.time.Duration;
import java.time.Instant;

/** Times as the gauges tell them. */
final class Seconds {
  private static final double MILLIS = 1_000;

  private Seconds() {}

  static double of(Duration time) {
    return time.toMillis() / MILLIS;
  }

  /** Since 1970. */
  static double of(Instant time) {
    return time.toEpochMilli() / MILLIS;
  }
}
