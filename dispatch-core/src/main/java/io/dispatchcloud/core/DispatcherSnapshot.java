package io.dispatchcloud.core;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a dispatcher knew after one of its passes.
 *
 * @param at when, by the dispatcher's clock
 * @param state where the dispatcher is in its life
 * @param workers every instance, by id; then those being created, oldest first
 * @param containers the queue as this dispatcher sees it, in the order of scheduling; what has
 *     ended leaves it soon
 * @param limits what the pass could not go beyond
 * @param cost what all instances have cost since this dispatcher started, in the currency of the
 *     types' prices
 */
public record DispatcherSnapshot(
    Instant at,
    DispatcherState state,
    List<WorkerView> workers,
    List<ContainerView> containers,
    DispatcherLimits limits,
    BigDecimal cost) {
  public DispatcherSnapshot {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(state, "state");
    workers = List.copyOf(workers);
    // What a pass publishes is immutable already, and may be too long to copy each time.
    containers = containers instanceof ContainerViews ? containers : List.copyOf(containers);
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(cost, "cost");
  }

  /** What there is to see of a dispatcher that sees nothing. */
  static DispatcherSnapshot nothing(Instant at, DispatcherState state, BigDecimal cost) {
    return new DispatcherSnapshot(at, state, List.of(), List.of(), DispatcherLimits.NONE, cost);
  }

  /**
   * What all instances together cost an hour.
   *
   * @return the sum of their types' prices
   */
  public BigDecimal pricePerHour() {
    return workers.stream().map(WorkerView::price).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
