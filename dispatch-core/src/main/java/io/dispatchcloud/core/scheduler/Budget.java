package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.core.WorkerView;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all instances together may cost an hour, during one pass. */
final class Budget {
  private final boolean limited;
  private BigDecimal left;

  /**
   * A budget of which all that is there has been taken.
   *
   * @param perHour how much they may cost; 0 for any amount
   * @param workers what there is, what is being created and what is being destroyed included
   */
  Budget(BigDecimal perHour, List<WorkerView> workers) {
    limited = perHour.signum() > 0;
    left = perHour;
    if (limited) {
      workers.forEach(worker -> left = left.subtract(worker.price()));
    }
  }

  /** Whether more is spent than may be: then nothing is begun, even where it costs no more. */
  boolean isExceeded() {
    return limited && left.signum() < 0;
  }

  /** What is left of it; null for any amount. */
  @Nullable BigDecimal left() {
    return limited ? left : null;
  }

  boolean allows(InstanceType type) {
    return !limited || type.price().compareTo(left) <= 0;
  }

  void take(InstanceType type) {
    left = left.subtract(type.price());
  }
}
