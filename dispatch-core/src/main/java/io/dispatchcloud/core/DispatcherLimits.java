package io.dispatchcloud.core;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a dispatcher could not go beyond in its last pass.
 *
 * @param containers how many containers may run (SCH-9); 0 for any number
 * @param instances how many instances may be in use (SCH-9); 0 for any number
 * @param atQuota whether there may be no more instances than there are (POOL-8)
 * @param atCapacity names of the types that the provider has no room for (POOL-9)
 * @param bootsFailing names of the types of which none are created because their boots fail
 * @param bootFailuresCost what instances that never came up have cost
 * @param budgetPerHour what all instances together may cost an hour; 0 for any amount
 * @param draining whether it takes no new work
 * @param overloadedAt when the store last said that it has too much to do; null for never
 */
public record DispatcherLimits(
    int containers,
    int instances,
    boolean atQuota,
    Set<String> atCapacity,
    Set<String> bootsFailing,
    BigDecimal bootFailuresCost,
    BigDecimal budgetPerHour,
    boolean draining,
    @Nullable Instant overloadedAt) {
  /** Those of a dispatcher that has made no pass. */
  public static final DispatcherLimits NONE =
      new DispatcherLimits(
          0, 0, false, Set.of(), Set.of(), BigDecimal.ZERO, BigDecimal.ZERO, false, null);

  public DispatcherLimits {
    atCapacity = Set.copyOf(atCapacity);
    bootsFailing = Set.copyOf(bootsFailing);
    Objects.requireNonNull(bootFailuresCost, "bootFailuresCost");
    Objects.requireNonNull(budgetPerHour, "budgetPerHour");
  }
}
