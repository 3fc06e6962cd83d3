package io.dispatchcloud.core;

/** What became of an instance's boot (POOL-12, POOL-14). */
public enum BootOutcome {
  /** It is being created or is booting, or what another dispatcher created was not heard of yet. */
  PENDING,
  /** Its boot probe has succeeded. */
  SUCCESS,
  /** It was given up because it gave no good answer for too long (POOL-14). */
  FAILURE,
  /** It was shut down for another reason before it was up. */
  ABORTED
}
