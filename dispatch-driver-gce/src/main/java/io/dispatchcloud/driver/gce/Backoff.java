package io.dispatchcloud.driver.gce;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait after "too many calls": a second at first, half as long again and a second each
 * time, never more than a minute, until a call succeeds. Thread-safe.
 */
final class Backoff {
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofMinutes(1);

  private Duration delay = Duration.ZERO;

  synchronized void succeeded() {
    delay = Duration.ZERO;
  }

  /**
   * Another call was refused.
   *
   * @param wanted how long the provider wants to be left alone; null if it did not say
   * @return how long to wait
   */
  synchronized Duration refused(@Nullable Duration wanted) {
    delay = bounded(delay.plus(delay.dividedBy(2)).plus(LEAST));
    return wanted != null && wanted.compareTo(delay) > 0 ? bounded(wanted) : delay;
  }

  private static Duration bounded(Duration duration) {
    return duration.compareTo(MOST) > 0 ? MOST : duration;
  }
}
