package io.dispatchcloud.core.pool;

import io.dispatchcloud.core.Hindrance;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind how many instances the pool would create at one moment, and of which types.
 *
 * @param byType why none is created of a type now, by its name; those that could be are not in it
 * @param instancesMost how many instances there may be by the settings; 0 for any number
 * @param createsMost how many creates may be under way at the same time; 0 for any number
 * @param listed whether the instances were listed once
 * @param quotaUntil until when the provider's word holds that there may be no more; null for none
 * @param onTrial whether one create finds out if that still holds
 * @param throttledUntil until when the provider wants no creates; null for no such wish
 * @param bootFailuresMost what instances that never came up may cost; null unless they have cost as
 *     much
 */
public record Outlook(
    SortedMap<String, Hindrance> byType,
    int instancesMost,
    int createsMost,
    boolean listed,
    @Nullable Instant quotaUntil,
    boolean onTrial,
    @Nullable Instant throttledUntil,
    @Nullable BigDecimal bootFailuresMost) {
  /** Nothing is in the way. */
  public static final Outlook CLEAR = of(Map.of());

  public Outlook {
    byType = Collections.unmodifiableSortedMap(new TreeMap<>(byType));
  }

  /**
   * Nothing but some types is in the way.
   *
   * @param byType why none is created of a type now
   * @return the outlook
   */
  public static Outlook of(Map<String, Hindrance> byType) {
    return new Outlook(new TreeMap<>(byType), 0, 0, true, null, false, null, null);
  }
}
