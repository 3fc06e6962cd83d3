package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.core.PlaceTally;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.sizing.Sizer;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the statuses of a pass. Nothing is worked out before somebody asks, who may do
 * that on any thread. Immutable, thread-safe.
 */
public final class Circumstances {
  private final Statuses statuses;
  private final PoolView pool;
  private final Limits limits;
  private final Sizer sizer;
  private final BigDecimal budgetPerHour;

  Circumstances(
      Statuses statuses, PoolView pool, Limits limits, Sizer sizer, BigDecimal budgetPerHour) {
    this.statuses = statuses;
    this.pool = pool;
    this.limits = limits;
    this.sizer = sizer;
    this.budgetPerHour = budgetPerHour;
  }

  /**
   * What it stands behind.
   *
   * @return the statuses, which positions are those of
   */
  public Statuses statuses() {
    return statuses;
  }

  /**
   * What there was to be had when the pass was over.
   *
   * @return the same for all containers
   */
  public Prospect prospect() {
    return Prospect.of(
        sizer, pool, limits, Objects.requireNonNull(statuses.stand(), "stand"), budgetPerHour);
  }

  /**
   * How many instances a {@link #tally} looks at.
   *
   * @return 0 or more
   */
  public int placeCount() {
    return places().size() + pool.workers().size();
  }

  /**
   * What the instances were to a container when the pass was over. Looks at all of them.
   *
   * @param position its place in the order of scheduling, from 0
   * @return that in short; null for one that sought no place
   */
  public @Nullable PlaceTally tally(int position) {
    Shape shape = statuses.seeks(position);
    if (shape == null) {
      return null;
    }
    return new Tallier(places(), shape).tally(pool.workers());
  }

  private Places places() {
    return Objects.requireNonNull(statuses.places(), "places");
  }
}
