package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.InstanceType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stops paying for instances that never come up: after so many failed boots of a type in a row, no
 * more of it are created for a while, then one for a trial, with growing pauses between trials
 * until one boots. Knows no clock: the time is a parameter. Belongs to the loop.
 */
final class BootBreaker {
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final int failuresMax;
  private final BigDecimal costMax;
  private final Map<String, Series> byType = new HashMap<>();
  private BigDecimal cost = BigDecimal.ZERO;

  private static final class Series {
    private int failures;
    private Duration pause = Duration.ZERO;
    private Instant pausedUntil = Instant.MIN;
  }

  /**
   * A breaker that has seen nothing.
   *
   * @param failuresMax how many boots in a row may fail before it acts; 0 for any number
   * @param costMax how much instances that never came up may cost in all before nothing is created
   *     any more; 0 for any amount
   */
  BootBreaker(int failuresMax, BigDecimal costMax) {
    this.failuresMax = failuresMax;
    this.costMax = costMax;
  }

  void failed(InstanceType type, BigDecimal spent, Instant now) {
    cost = cost.add(spent);
    Series series = byType.computeIfAbsent(type.name(), name -> new Series());
    series.failures++;
    if (failuresMax > 0 && series.failures >= failuresMax) {
      Duration longer = series.pause.isZero() ? FIRST_PAUSE : series.pause.multipliedBy(2);
      series.pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
      series.pausedUntil = now.plus(series.pause);
    }
  }

  void succeeded(InstanceType type) {
    byType.remove(type.name());
  }

  /**
   * Until when no instance of a type may be created.
   *
   * @param booting how many of that type are being created or are booting
   * @return the time; null if one may be created now
   */
  @Nullable Instant brokenUntil(InstanceType type, int booting, Instant now) {
    if (capReached()) {
      return Instant.MAX;
    }
    Series series = byType.get(type.name());
    if (series == null || !hasTripped(type)) {
      return null;
    }
    if (series.pausedUntil.isAfter(now)) {
      return series.pausedUntil;
    }
    // One trial at a time: how it ends is what tells.
    return booting > 0 ? Instant.MAX : null;
  }

  /** Whether there is anything to ask about a type. */
  boolean hasTripped(InstanceType type) {
    Series series = byType.get(type.name());
    return capReached() || (series != null && failuresMax > 0 && series.failures >= failuresMax);
  }

  boolean capReached() {
    return costMax.signum() > 0 && cost.compareTo(costMax) >= 0;
  }

  /** What instances that never came up have cost. */
  BigDecimal cost() {
    return cost;
  }
}
