package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.api.queue.QueueView;
import io.dispatchcloud.core.pool.WorkerPool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the mapper back after a start, until what a former dispatcher had locked is accounted for
 * (SCH-1). Belongs to the loop.
 */
final class StaleLockFixer {
  private final WorkerPool pool;
  private final Instant giveUpAt;
  private boolean done;

  StaleLockFixer(WorkerPool pool, Instant startedAt, Duration timeout) {
    this.pool = pool;
    this.giveUpAt = startedAt.plus(timeout);
  }

  /** What a former dispatcher had locked and never started: it can be unlocked at once. */
  static List<Container> neverStarted(QueueView first) {
    List<Container> found = new ArrayList<>();
    for (QueueEntry entry : first.entries()) {
      Container container = entry.container();
      if (container.state() == ContainerState.LOCKED && container.instance() == null) {
        found.add(container);
      }
    }
    return found;
  }

  /** Whether the mapper may begin. Once it may, it may for good. */
  boolean done(QueueView view, Instant now) {
    done = done || !now.isBefore(giveUpAt) || (pool.listedAt() != null && allAccountedFor(view));
    return done;
  }

  private boolean allAccountedFor(QueueView view) {
    for (QueueEntry entry : view.entries()) {
      InstanceId instance = entry.container().instance();
      boolean ours =
          entry.container().state() == ContainerState.LOCKED
              || entry.container().state() == ContainerState.RUNNING;
      if (ours && instance != null && !pool.isKnown(instance) && !pool.isGone(instance)) {
        return false;
      }
    }
    return true;
  }
}
