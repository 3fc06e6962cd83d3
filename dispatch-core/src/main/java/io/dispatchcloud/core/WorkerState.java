package io.dispatchcloud.core;

import java.util.EnumSet;
import java.util.Set;

/**
 * What the pool knows of an instance (POOL-1).
 *
 * <pre>
 * UNKNOWN --it answers, something runs--> RUNNING
 * UNKNOWN --it answers, nothing runs----> BOOTING, or IDLE if it has booted
 * BOOTING --booted, and it answers------> IDLE, or RUNNING if something runs
 * IDLE &lt;--last one ends---first one starts--> RUNNING
 * any of them --shutdown--> SHUTDOWN --not listed any more--> gone
 * </pre>
 */
public enum WorkerState {
  /** Found in the cloud, not created by this process, and not heard of yet. */
  UNKNOWN,
  /** Created, or found, and not ready yet. */
  BOOTING,
  /** Ready, and nothing runs there. */
  IDLE,
  /** Something runs there, or has ended without its result having been collected yet. */
  RUNNING,
  /** Being destroyed. */
  SHUTDOWN;

  private Set<WorkerState> next() {
    return switch (this) {
      case UNKNOWN -> EnumSet.of(BOOTING, IDLE, RUNNING, SHUTDOWN);
      case BOOTING -> EnumSet.of(IDLE, RUNNING, SHUTDOWN);
      case IDLE -> EnumSet.of(RUNNING, SHUTDOWN);
      case RUNNING -> EnumSet.of(IDLE, BOOTING, SHUTDOWN);
      case SHUTDOWN -> EnumSet.noneOf(WorkerState.class);
    };
  }

  /**
   * Whether an instance may go straight from this state to another.
   *
   * @param other the state it would go to
   * @return true if the change is one of POOL-1
   */
  public boolean canBecome(WorkerState other) {
    return next().contains(other);
  }

  /**
   * Whether containers can be started there.
   *
   * @return true for {@link #IDLE} and {@link #RUNNING}
   */
  public boolean isReady() {
    return this == IDLE || this == RUNNING;
  }
}
