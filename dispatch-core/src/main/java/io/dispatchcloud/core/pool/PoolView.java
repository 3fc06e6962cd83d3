package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.WorkerView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The pool at one moment.
 *
 * @param at when
 * @param workers every instance by id, then those being created, oldest first
 * @param runs every attempt on any instance, or whose instance is gone, by container, until it is
 *     forgotten
 * @param createSlots how many creates may begin now; 0 or more
 * @param instancesLeft how many more instances there may be; 0 or more
 * @param atQuota whether there may be no more instances than there are
 * @param atCapacity names of the types that the provider has no room for
 * @param bootsFailing names of the types of which none are created because their boots fail
 * @param outlook what stands behind the last five
 * @param bootFailuresCost what instances that never came up have cost
 * @param cost what all instances have cost so far, those that are gone included
 */
public record PoolView(
    Instant at,
    List<WorkerView> workers,
    Map<ContainerId, List<RunView>> runs,
    int createSlots,
    int instancesLeft,
    boolean atQuota,
    Set<String> atCapacity,
    Set<String> bootsFailing,
    Outlook outlook,
    BigDecimal bootFailuresCost,
    BigDecimal cost) {
  public PoolView {
    workers = List.copyOf(workers);
  }

  /**
   * The attempts of one container.
   *
   * @param id which container
   * @return its attempts, oldest first; empty if there are none
   */
  public List<RunView> runs(ContainerId id) {
    return runs.getOrDefault(id, List.of());
  }
}
