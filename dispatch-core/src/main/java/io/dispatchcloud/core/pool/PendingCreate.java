package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.core.BootOutcome;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import java.math.BigDecimal;
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
