package io.dispatchcloud.core;

/** Where a dispatcher is in its life. */
public enum DispatcherState {
  /** Built, not started. */
  NEW,
  /** Started; not active yet: another one holds the lease, or it is still opening things. */
  STARTING,
  /** It decides. */
  ACTIVE,
  /** It has lost the lease: another one is active. It does nothing any more; close it. */
  LEASE_LOST,
  /** It could not start. Close it. */
  FAILED,
  /** Closed. */
  CLOSED
}
