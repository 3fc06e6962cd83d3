package io.dispatchcloud.api.queue;

import io.dispatchcloud.api.container.ContainerId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The dispatcher's view of the queue at one moment.
 *
 * @param entries all of it, in the order of their ids
 * @param refreshBegan when the newest refresh that succeeded began, by the dispatcher's clock: what
 *     happened before then is in it
 * @param unreadable what the store has, but could not read when that refresh asked for it by id: it
 *     is not gone, and nothing is done about it; some may be among the entries, as they were
 */
public record QueueView(
    List<QueueEntry> entries, Instant refreshBegan, Set<ContainerId> unreadable) {
  public QueueView {
    entries = List.copyOf(entries);
    Objects.requireNonNull(refreshBegan, "refreshBegan");
    unreadable = Set.copyOf(unreadable);
  }

  /**
   * A view of a store that can read all that it has.
   *
   * @param entries all of it, in the order of their ids
   * @param refreshBegan when the newest refresh that succeeded began
   */
  public QueueView(List<QueueEntry> entries, Instant refreshBegan) {
    this(entries, refreshBegan, Set.of());
  }
}
