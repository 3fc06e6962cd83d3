package io.dispatchcloud.core.cost;

import io.dispatchcloud.core.CostReport.Overhead;
import java.math.BigDecimal;
import java.util.Map;

/**
 * The sums of an account.
 *
 * @param containers what belongs to containers
 * @param overheads what belongs to none; all of them, those of 0 included
 */
public record CostSums(BigDecimal containers, Map<Overhead, BigDecimal> overheads) {
  public CostSums {
    overheads = Map.copyOf(overheads);
  }

  /**
   * One of the overheads.
   *
   * @param which which
   * @return what it has cost
   */
  public BigDecimal overhead(Overhead which) {
    return overheads.getOrDefault(which, BigDecimal.ZERO);
  }
}
