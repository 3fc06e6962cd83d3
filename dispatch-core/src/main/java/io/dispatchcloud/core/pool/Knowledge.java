package io.dispatchcloud.core.pool;

import com.google.common.collect.ImmutableSortedSet;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import java.time.Instant;
import java.util.Set;

/** What listings and probes prove of instances. */
final class Knowledge {
  private final PoolState state;

  Knowledge(PoolState state) {
    this.state = state;
  }

  /** Whether one does not exist any more: no worker, and listings long enough to be believed. */
  boolean isGone(InstanceId id) {
    Instant first = state.firstListingBegan;
    Instant last = state.lastListingBegan;
    return !state.workers.has(id)
        && first != null
        && last != null
        && !last.isBefore(first.plus(state.settings.goneAfter()));
  }

  /** Whether it has answered a probe of ours, so that what runs there is known. */
  boolean isKnown(InstanceId id) {
    Worker worker = state.workers.get(id);
    return worker != null && worker.lastAnswer != null;
  }

  /** All containers that have anything on any instance, or had when it went; sorted. */
  Set<ContainerId> containers() {
    // An array takes a tenth of what a tree does, and this is kept from refresh to refresh.
    ImmutableSortedSet.Builder<ContainerId> containers = ImmutableSortedSet.naturalOrder();
    for (Worker worker : state.workers.all()) {
      worker.attempts().forEach(attempt -> containers.add(attempt.container()));
    }
    state.orphans.keySet().forEach(attempt -> containers.add(attempt.container()));
    return containers.build();
  }

  /** Whether none is left but held ones: none is being created or in doubt, nor is listed. */
  boolean isEmpty() {
    return state.lastListingBegan != null
        && state.pending.isEmpty()
        && state.workers.all().stream()
            .filter(worker -> worker.behavior != IdleBehavior.HOLD)
            .allMatch(Knowledge::isDestroyed);
  }

  /** Destroyed, and not in a listing that began after that. */
  private static boolean isDestroyed(Worker worker) {
    return worker.state == WorkerState.SHUTDOWN
        && worker.destroyedAt != null
        && worker.missingLast != null
        && !worker.missingLast.isBefore(worker.destroyedAt);
  }
}
