package io.dispatchcloud.api.container;

import java.util.Set;

/**
 * When a container that failed by itself runs again, as a new attempt. Attempts that were lost to
 * infrastructure are another matter (CTR-7): they run again without a rule.
 *
 * @param exitStatus the exit statuses after which it runs again; each 1 to 255; empty for none
 * @param attempts how many attempts may end by themselves in all, the first one included; 1 or
 *     more, and 1 for no further one
 * @param onDemandAfter after how many preemptible attempts that were lost, or failed and are
 *     followed by another, it does not ask for preemptible instances any more; 0 for never
 */
public record RetryRule(Set<Integer> exitStatus, int attempts, int onDemandAfter) {
  /** What fails by itself is not run again. */
  public static final RetryRule NONE = new RetryRule(Set.of(), 1, 0);

  public RetryRule {
    exitStatus = Set.copyOf(exitStatus);
    for (int status : exitStatus) {
      if (status < 1 || status > 255) {
        throw new IllegalArgumentException("retry.exitStatus: '" + status + "'; expected 1 to 255");
      }
    }
    if (attempts < 1) {
      throw new IllegalArgumentException(
          "retry.attempts: '" + attempts + "'; expected 1 or more, the first one included");
    }
    if (onDemandAfter < 0) {
      throw new IllegalArgumentException(
          "retry.onDemandAfter: '" + onDemandAfter + "'; expected 0 or more, 0 for never");
    }
  }

  /**
   * Whether another attempt follows one that ended by itself.
   *
   * @param status its exit status
   * @param ended how many attempts have ended by themselves, this one included
   * @return true if the container is queued again
   */
  public boolean runsAgain(int status, int ended) {
    return exitStatus.contains(status) && ended < attempts;
  }
}
