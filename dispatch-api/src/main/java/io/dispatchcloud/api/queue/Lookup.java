package io.dispatchcloud.api.queue;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import java.util.List;
import java.util.Set;

/**
 * What a store found where it was asked for containers by their ids. What is in neither part was
 * deleted.
 *
 * @param found those that there are, in any order
 * @param unreadable those that there are, but of which the store can't tell what they are now: none
 *     of them is gone, and nobody starts, ends or changes one meanwhile
 */
public record Lookup(List<Container> found, Set<ContainerId> unreadable) {
  public Lookup {
    found = List.copyOf(found);
    unreadable = Set.copyOf(unreadable);
  }
}
