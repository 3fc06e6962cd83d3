package io.dispatchcloud.core;

import java.time.Duration;
import java.time.Instant;

/**
 * When the next pass comes after something changed. Changes come in swarms: one pass does for all
 * of a swarm. And a pass looks at all instances and what runs there. Where those are thousands,
 * changes never cease: passes keep a distance then, so that the loop has time for everything else.
 */
final class Pace {
  private static final Duration SWARM = Duration.ofMillis(10);
  private static final Duration DISTANCE_EACH = Duration.ofNanos(10_000);
  private static final Duration DISTANCE_MAX = Duration.ofMillis(250);

  private Instant notBefore = Instant.EPOCH;

  /** How long to wait after a change. */
  Duration untilNextPass(Instant now) {
    Duration rest = Duration.between(now, notBefore);
    return rest.compareTo(SWARM) > 0 ? rest : SWARM;
  }

  /**
   * A pass was made.
   *
   * @param looked how many instances and containers on instances it looked at
   */
  void passed(Instant now, long looked) {
    Duration distance = DISTANCE_EACH.multipliedBy(looked);
    notBefore = now.plus(distance.compareTo(DISTANCE_MAX) > 0 ? DISTANCE_MAX : distance);
  }
}
