package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.core.DispatchEvent.Kind;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;

/** What is said of instances by others than their own rules: by the scheduler, and by operators. */
final class Orders {
  private final PoolState state;
  private final Reaper reaper;
  private final Listing listing;

  Orders(PoolState state, Reaper reaper, Listing listing) {
    this.state = state;
    this.reaper = reaper;
    this.listing = listing;
  }

  /** Shuts one down that has nothing to do, and is not held (POOL-20). */
  boolean shutdown(InstanceId id, String why) {
    Worker worker = state.workers.get(id);
    boolean may =
        worker != null
            && worker.behavior != IdleBehavior.HOLD
            && !worker.hasWork()
            && (worker.state == WorkerState.BOOTING || worker.state == WorkerState.IDLE);
    if (may && worker != null) {
      reaper.shutdown(worker, why);
    }
    return may;
  }

  /** Destroys one, whatever it does. */
  boolean kill(InstanceId id, String why) {
    Worker worker = state.workers.get(id);
    if (worker != null) {
      reaper.shutdown(worker, why);
    }
    return worker != null;
  }

  /** Says what becomes of one when it has nothing to do (POOL-2). */
  boolean setBehavior(InstanceId id, IdleBehavior behavior, String why) {
    Worker worker = state.workers.get(id);
    if (worker == null) {
      return false;
    }
    worker.behavior = behavior;
    state.events.instance(
        Kind.INSTANCE_BEHAVIOR, id, worker.typeName(), behavior.word() + ": " + why);
    reaper.review(worker);
    // Not for one that this shut down at once: it has no use for tags.
    listing.saveTags(worker);
    state.changed.run();
    return true;
  }

  /** Drains all that are not held. */
  void drainAll(String why) {
    for (Worker worker : state.workers.all()) {
      if (worker.behavior == IdleBehavior.RUN) {
        setBehavior(worker.id, IdleBehavior.DRAIN, why);
      }
    }
  }
}
