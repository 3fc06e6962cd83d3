package io.dispatchcloud.core.pool;

import java.time.Instant;

/** An attempt's end that is being brought about (POOL-18). */
final class Kill {
  final KillReason reason;
  final Instant begun;
  boolean givenUp;

  Kill(KillReason reason, Instant begun) {
    this.reason = reason;
    this.begun = begun;
  }
}
