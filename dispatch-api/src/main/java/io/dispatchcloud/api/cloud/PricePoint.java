package io.dispatchcloud.api.cloud;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;

/**
 * A price that held from some time on.
 *
 * @param from since when
 * @param price dollars an hour; not negative
 */
public record PricePoint(Instant from, BigDecimal price) {
  public PricePoint {
    Objects.requireNonNull(from, "from");
    if (price.signum() < 0) {
      throw new IllegalArgumentException("price: '" + price + "'; expected 0 or more");
    }
  }
}
