package io.dispatchcloud.api.queue;

import io.dispatchcloud.api.container.Container;
import java.time.Instant;
import java.util.Objects;

/**
 * A container in the dispatcher's view of the queue.
 *
 * @param container as it was last known
 * @param sizing which types fit it, found once (QUEUE-4)
 * @param firstSeenAt when this dispatcher first saw it, by the dispatcher's clock
 */
public record QueueEntry(Container container, Sizing sizing, Instant firstSeenAt) {
  public QueueEntry {
    Objects.requireNonNull(container, "container");
    Objects.requireNonNull(sizing, "sizing");
    Objects.requireNonNull(firstSeenAt, "firstSeenAt");
  }

  /**
   * The same entry with a newer container.
   *
   * @param newer what is known now
   * @return a copy, or this if nothing changed
   */
  public QueueEntry withContainer(Container newer) {
    return newer.equals(container) ? this : new QueueEntry(newer, sizing, firstSeenAt);
  }
}
