package io.dispatchcloud.api.queue;

/** Why a locked container goes back to the queue without having run (CTR-3). */
public enum UnlockReason {
  /**
   * Its start was tried and failed. The only one that counts towards {@code maxDispatchAttempts}.
   */
  START_FAILED,
  /** A dispatcher that stopped had locked it, and never started it. */
  RECOVERY,
  /** There is no room for it at the moment. */
  QUOTA,
  /** Too many supervisors are running. */
  SUPERVISOR_LIMIT,
  /** It was put on hold. */
  ON_HOLD,
  /** It has cost as much as a container may. */
  BUDGET
}
