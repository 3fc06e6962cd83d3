package io.dispatchcloud.core.cost;

import java.math.BigDecimal;
import java.time.Instant;

/** Tells what an instance has cost. */
@FunctionalInterface
public interface CostSource {
  /**
   * All of it until some time.
   *
   * @param until when; never before the last time that was asked for
   * @return in the currency of the prices; never less than before
   */
  BigDecimal cost(Instant until);
}
