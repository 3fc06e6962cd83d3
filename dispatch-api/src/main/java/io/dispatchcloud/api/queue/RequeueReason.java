package io.dispatchcloud.api.queue;

/** Why an attempt that was started ends without a result, and the container is queued again. */
public enum RequeueReason {
  /** Its instance is gone, or lost it (CTR-7). Counts towards {@code maxRetryAttempts}. */
  LOST,
  /** It was killed because the container was put on hold (CTR-4). Does not count. */
  ON_HOLD
}
