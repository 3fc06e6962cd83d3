package io.dispatchcloud.api.queue;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The dispatcher's view of the queue at one moment.
 *
 * @param entries all of it, in the order of their ids
 * @param refreshBegan when the newest refresh that succeeded began, by the dispatcher's clock: what
 *     happened before then is in it
 */
public record QueueView(List<QueueEntry> entries, Instant refreshBegan) {
  public QueueView {
    entries = List.copyOf(entries);
    Objects.requireNonNull(refreshBegan, "refreshBegan");
  }
}
