package io.dispatchcloud.core;

import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.scheduler.Circumstances;
import io.dispatchcloud.core.scheduler.Statuses;
import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * The containers of a pass as a list that makes each view when somebody looks at it: most of a long
 * queue nobody ever looks at. Immutable, thread-safe.
 */
final class ContainerViews extends AbstractList<ContainerView> implements RandomAccess {
  private final Statuses statuses;
  private final Circumstances circumstances;

  ContainerViews(Circumstances circumstances) {
    this.statuses = circumstances.statuses();
    this.circumstances = circumstances;
  }

  /** What stands behind the statuses, by the same positions. */
  Circumstances circumstances() {
    return circumstances;
  }

  @Override
  public ContainerView get(int position) {
    QueueEntry entry = statuses.entry(position);
    return new ContainerView(entry.container(), statuses.status(position), entry.firstSeenAt());
  }

  @Override
  public int size() {
    return statuses.size();
  }
}
