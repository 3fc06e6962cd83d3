package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.QuotaException;
import io.dispatchcloud.api.cloud.QuotaGroup;
import io.dispatchcloud.api.cloud.RateLimitException;
import io.dispatchcloud.core.Hindrance;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What failures of creates taught about further ones: quota, capacity and rate (POOL-8, POOL-9).
 * Belongs to the loop.
 */
final class CreateLimits {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration CAPACITY_MEMORY = Duration.ofMinutes(1);
  private static final Duration QUOTA_MEMORY_WITHOUT_INSTANCES = Duration.ofMinutes(1);

  private final Duration quotaRetry;
  private final Function<InstanceType, QuotaGroup> groups;
  private final Map<String, Instant> typeUntil = new HashMap<>();
  private final Map<QuotaGroup, Instant> groupUntil = new HashMap<>();
  // Tells what stands in the map of types for want of a known reason.
  private final Map<String, Instant> pausedUntil = new HashMap<>();
  private final Map<String, Duration> pauses = new HashMap<>();
  private @Nullable Instant allUntil;
  private @Nullable Instant throttledUntil;
  private @Nullable Instant quotaUntil;
  private @Nullable Instant quotaSeen;
  private int quotaInstances;

  CreateLimits(Duration quotaRetry, Function<InstanceType, QuotaGroup> groups) {
    this.quotaRetry = quotaRetry;
    this.groups = groups;
  }

  /**
   * A create failed.
   *
   * @param instances how many there are besides it, pending ones included
   */
  void failed(Exception error, InstanceType type, int instances, Instant now) {
    if (error instanceof QuotaException) {
      quotaInstances = instances;
      quotaSeen = now;
      quotaUntil = now.plus(instances > 0 ? quotaRetry : QUOTA_MEMORY_WITHOUT_INSTANCES);
    } else if (error instanceof RateLimitException limit) {
      throttledUntil = later(throttledUntil, now.plus(limit.retryAfter()));
    } else if (error instanceof CapacityException capacity) {
      Instant until = now.plus(CAPACITY_MEMORY);
      switch (capacity.scope()) {
        case INSTANCE_TYPE -> typeUntil.merge(type.name(), until, CreateLimits::latest);
        case QUOTA_GROUP -> groupUntil.put(groups.apply(type), until);
        case ALL -> allUntil = until;
      }
    } else {
      pause(type, now);
    }
  }

  /** A failure without a reason that we know: the next try has to wait, longer each time. */
  private void pause(InstanceType type, Instant now) {
    Duration last = pauses.getOrDefault(type.name(), Duration.ZERO);
    Duration longer = last.isZero() ? FIRST_PAUSE : last.multipliedBy(2);
    Duration pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    pauses.put(type.name(), pause);
    pausedUntil.put(type.name(), now.plus(pause));
    // The provider may have said that it has no room, which holds for longer.
    typeUntil.merge(type.name(), now.plus(pause), CreateLimits::latest);
  }

  /**
   * A create succeeded.
   *
   * @param begun when it was asked for: what was refused later is refused all the same
   */
  void succeeded(InstanceType type, Instant begun) {
    pauses.remove(type.name());
    if (quotaSeen == null || begun.isAfter(quotaSeen)) {
      quotaUntil = null;
    }
  }

  /** Whether the provider said that there may be no more than there are. */
  boolean atQuota(int instances, Instant now) {
    if (quotaUntil == null) {
      return false;
    }
    return !someWentAway(instances) && quotaUntil.isAfter(now);
  }

  /** Until when that is believed, if nothing goes away; null if there may be more. */
  @Nullable Instant quotaUntil(int instances, Instant now) {
    return atQuota(instances, now) ? quotaUntil : null;
  }

  /** Whether a quota has been waited out, but nothing yet tells that it is gone: try one create. */
  boolean onTrial(int instances, Instant now) {
    return quotaUntil != null && !someWentAway(instances) && !quotaUntil.isAfter(now);
  }

  private boolean someWentAway(int instances) {
    return quotaInstances > 0 && instances < quotaInstances;
  }

  /** Until when the provider has no room for a type; null if it may have. */
  @Nullable Instant atCapacityUntil(InstanceType type, Instant now) {
    Instant until = later(typeUntil.get(type.name()), groupUntil.get(groups.apply(type)));
    until = later(until, allUntil);
    return until != null && until.isAfter(now) ? until : null;
  }

  /** The same as a reason; null if one may be created. */
  @Nullable Hindrance hindrance(InstanceType type, Instant now) {
    Instant until = atCapacityUntil(type, now);
    if (until == null) {
      return null;
    }
    return until.equals(pausedUntil.get(type.name()))
        ? new Hindrance.CreateFailed(until)
        : new Hindrance.AtCapacity(until);
  }

  private static Instant latest(Instant left, Instant right) {
    return left.isAfter(right) ? left : right;
  }

  private static @Nullable Instant later(@Nullable Instant left, @Nullable Instant right) {
    if (left == null) {
      return right;
    }
    return right == null || left.isAfter(right) ? left : right;
  }

  boolean throttled(Instant now) {
    return throttledUntil(now) != null;
  }

  /** Until when the provider wants no creates; null if it does not mind. */
  @Nullable Instant throttledUntil(Instant now) {
    return throttledUntil != null && throttledUntil.isAfter(now) ? throttledUntil : null;
  }

  /** The earliest time at which an answer changes by itself; null if none will. */
  @Nullable Instant nextChange(Instant now) {
    @Nullable Instant next = null;
    for (Instant until : typeUntil.values()) {
      next = earlier(next, until, now);
    }
    for (Instant until : groupUntil.values()) {
      next = earlier(next, until, now);
    }
    next = earlier(next, allUntil, now);
    next = earlier(next, throttledUntil, now);
    return earlier(next, quotaUntil, now);
  }

  private static @Nullable Instant earlier(
      @Nullable Instant best, @Nullable Instant candidate, Instant now) {
    if (candidate == null || !candidate.isAfter(now)) {
      return best;
    }
    return best == null || candidate.isBefore(best) ? candidate : best;
  }
}
