package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.core.BootOutcome;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A create whose instance has no id yet. Belongs to the loop. */
final class PendingCreate {
  final long number;
  final InstanceType type;
  final String secret;
  final Instant begun;
  // Set when the call failed in a way that may have made an instance all the same (POOL-10).
  @Nullable Instant doubtfulSince;
  // When the first listing since then began of those that all lack it.
  private @Nullable Instant missingSince;
  private @Nullable WorkerView lastView;

  PendingCreate(long number, InstanceType type, String secret, Instant begun) {
    this.number = number;
    this.type = type;
    this.secret = secret;
    this.begun = begun;
  }

  boolean inFlight() {
    return doubtfulSince == null;
  }

  /**
   * A listing shows it, or lacks it.
   *
   * @param began when the listing began
   * @return for how long it is missing in all listings, if one that failed in doubt is
   */
  Duration listed(boolean shown, Instant began) {
    if (shown || doubtfulSince == null || began.isBefore(doubtfulSince)) {
      missingSince = null;
      return Duration.ZERO;
    }
    if (missingSince == null) {
      missingSince = began;
    }
    return Duration.between(missingSince, began);
  }

  /** How it is seen: the same object while nothing of it changes. */
  WorkerView view() {
    WorkerView last = lastView;
    if (last == null || last.healthy() != inFlight()) {
      last = newView();
      lastView = last;
    }
    return last;
  }

  private WorkerView newView() {
    return new WorkerView(
        null,
        "",
        type,
        WorkerState.BOOTING,
        IdleBehavior.RUN,
        inFlight(),
        List.of(),
        begun,
        null,
        null,
        null,
        null,
        BootOutcome.PENDING,
        BigDecimal.ZERO);
  }
}
