package io.dispatchcloud.core.scheduler;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much may run, learnt from refusals (SCH-9). Knows no clock: the time is a parameter. Belongs
 * to the loop.
 */
final class ConcurrencyLimit {
  private static final Duration CALM = Duration.ofMinutes(1);

  private final BigDecimal supervisorFraction;
  private int containers;
  private int instances;
  private int remembered;
  private boolean wasAtQuota;
  private boolean learnt;
  private @Nullable Instant lastChange;

  /**
   * A limit.
   *
   * @param instances the first guess; 0 for none
   * @param supervisorFraction what part of what runs may be supervisors; 0 for any
   */
  ConcurrencyLimit(int instances, BigDecimal supervisorFraction) {
    this.instances = instances;
    this.remembered = instances;
    this.supervisorFraction = supervisorFraction;
  }

  /** The controller said that it has too much to do. */
  void overloaded(int running, Instant now) {
    containers = Math.max(1, running - 1);
    lastChange = now;
  }

  /**
   * Takes in how things stand, once a pass.
   *
   * @param instancesThere how many exist, not counting those that were only asked for
   */
  void observe(int running, int instancesThere, boolean atQuota, Instant now) {
    if (containers > 0 && lastChange != null && !now.isBefore(lastChange.plus(CALM))) {
      // A tenth more and one, so that small numbers grow, too; never less than was allowed.
      containers = Math.max(containers, running + running / 10 + 1);
      lastChange = now;
    }
    learnt |= atQuota;
    if (atQuota) {
      remembered = Math.max(1, instancesThere);
      instances = remembered;
    } else if (instances > 0 && (wasAtQuota || instancesThere >= instances)) {
      // More than was known to be allowed: try one more. So it grows with each that is made.
      remembered = Math.max(remembered, instancesThere);
      instances = remembered + 1;
    }
    wasAtQuota = atQuota;
  }

  Limits limits() {
    return new Limits(containers, instances, supervisors(), !learnt);
  }

  private int supervisors() {
    int smaller = containers == 0 ? instances : containers;
    if (containers > 0 && instances > 0) {
      smaller = Math.min(containers, instances);
    }
    if (smaller == 0 || supervisorFraction.signum() == 0) {
      return 0;
    }
    return Math.max(1, supervisorFraction.multiply(BigDecimal.valueOf(smaller)).intValue());
  }
}
