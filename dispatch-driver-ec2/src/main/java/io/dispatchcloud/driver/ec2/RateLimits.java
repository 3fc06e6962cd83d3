package io.dispatchcloud.driver.ec2;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long to wait after EC2 asked for fewer calls (EC2-5). It does not say how long, so each time
 * it asks again, the wait grows; a success ends that. Each kind of call has a wait of its own.
 * Thread-safe.
 */
final class RateLimits {
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Map<CallKind, Duration> waits = new EnumMap<>(CallKind.class);

  /** The wait after one more call was refused. */
  synchronized Duration refused(CallKind kind) {
    Duration last = waits.getOrDefault(kind, Duration.ZERO);
    Duration next = last.multipliedBy(3).dividedBy(2).plus(STEP);
    Duration wait = next.compareTo(LONGEST) > 0 ? LONGEST : next;
    waits.put(kind, wait);
    return wait;
  }

  synchronized void succeeded(CallKind kind) {
    waits.remove(kind);
  }
}
