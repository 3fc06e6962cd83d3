package io.dispatchcloud.api.queue;

import java.time.Duration;
import java.util.Objects;

/**
 * The right to be the active dispatcher of an instance set for a while.
 *
 * @param owner the instance set, with the fence of this holder
 * @param duration how long it lasts, counted from before the request for it was sent, so that no
 *     two clocks need to agree
 */
public record Lease(Owner owner, Duration duration) {
  public Lease {
    Objects.requireNonNull(owner, "owner");
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          "duration: '" + duration + "'; expected more than nothing");
    }
  }
}
