package io.dispatchcloud.core.pool;

import java.time.Instant;

/**
 * Times as nanoseconds since 1970, good until 2262: for those that are kept of each of thousands of
 * workers, and told to nobody. An {@link Instant} takes more than three times as much.
 */
final class Nanos {
  private static final long SECOND = 1_000_000_000;

  private Nanos() {}

  static long of(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), SECOND), time.getNano());
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
  }
}
