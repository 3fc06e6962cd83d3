package io.dispatchcloud.core.loop;

import java.time.Instant;
import java.time.InstantSource;

/** Clocks for those that live beside the loop. */
public final class Clocks {
  private Clocks() {}

  /**
   * A clock that starts at the machine's time and never goes back.
   *
   * @return a new clock; thread-safe
   */
  public static InstantSource monotonic() {
    Instant start = Instant.now();
    long startNanos = System.nanoTime();
    return () -> start.plusNanos(System.nanoTime() - startNanos);
  }
}
