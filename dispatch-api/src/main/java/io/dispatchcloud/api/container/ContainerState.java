package io.dispatchcloud.api.container;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a container is in its life (CTR-1).
 *
 * <pre>
 * QUEUED --lock--> LOCKED --it runs--> RUNNING --it ended--> COMPLETE
 *    ^--unlock-------|                    |
 *    ^--requeue------+--------------------+
 * CANCELLED from QUEUED, LOCKED and RUNNING
 * </pre>
 */
public enum ContainerState {
  /** Waits for somebody to run it. */
  QUEUED,
  /** A dispatcher has it, and starts it or is about to. */
  LOCKED,
  /** It runs on an instance. */
  RUNNING,
  /** It ended by itself, with an exit status. Final. */
  COMPLETE,
  /** It will never run, or was ended from outside. Final. */
  CANCELLED;

  private Set<ContainerState> next() {
    return switch (this) {
      case QUEUED -> EnumSet.of(LOCKED, CANCELLED);
      case LOCKED -> EnumSet.of(QUEUED, RUNNING, CANCELLED);
      case RUNNING -> EnumSet.of(QUEUED, COMPLETE, CANCELLED);
      case COMPLETE, CANCELLED -> EnumSet.noneOf(ContainerState.class);
    };
  }

  /**
   * Whether a container in this state may go straight to another.
   *
   * @param other the state it would go to
   * @return true if the change is one of CTR-1
   */
  public boolean canBecome(ContainerState other) {
    return next().contains(other);
  }

  /**
   * Whether nothing changes any more.
   *
   * @return true for {@link #COMPLETE} and {@link #CANCELLED}
   */
  public boolean isFinal() {
    return next().isEmpty();
  }
}
