package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.container.ContainerId;
import java.util.List;

/**
 * What became of a batch of containers that was submitted.
 *
 * @param added those that are in the queue now, in the order in which they were given
 * @param alreadyThere those that were submitted before, just the same
 */
public record Submission(List<ContainerId> added, List<ContainerId> alreadyThere) {
  public Submission {
    added = List.copyOf(added);
    alreadyThere = List.copyOf(alreadyThere);
  }
}
