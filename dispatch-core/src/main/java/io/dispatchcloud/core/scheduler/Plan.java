package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.UnlockReason;
import java.util.List;

/**
 * What a pass decided. Nothing of it has happened yet.
 *
 * @param starts what to start, best first
 * @param locks what to lock, best first
 * @param unlocks what to give back
 * @param creates which instances to create
 * @param shutdowns which instances got nothing while there may be no more of them
 * @param cancels what no type fits
 * @param statuses why each container is where it is
 * @param policyFailure what the placement policy did wrong last; empty for nothing
 */
public record Plan(
    List<Start> starts,
    List<ContainerId> locks,
    List<Unlock> unlocks,
    List<InstanceType> creates,
    List<InstanceId> shutdowns,
    List<Cancel> cancels,
    Statuses statuses,
    String policyFailure) {
  public Plan {
    starts = List.copyOf(starts);
    locks = List.copyOf(locks);
    unlocks = List.copyOf(unlocks);
    creates = List.copyOf(creates);
    shutdowns = List.copyOf(shutdowns);
    cancels = List.copyOf(cancels);
  }

  /**
   * A container to start.
   *
   * @param attempt which attempt
   * @param instance where
   * @param type that instance's type
   */
  public record Start(Attempt attempt, InstanceId instance, InstanceType type) {}

  /**
   * A container to give back.
   *
   * @param attempt which attempt
   * @param reason why
   */
  public record Unlock(Attempt attempt, UnlockReason reason) {}

  /**
   * A container to cancel.
   *
   * @param container which
   * @param error why
   */
  public record Cancel(ContainerId container, String error) {}
}
