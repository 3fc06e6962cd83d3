package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.api.queue.StoredContainer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The containers of an {@link InMemoryController}, in the order of their submission. Whoever holds
 * its lock may use it.
 */
final class InMemoryContainers {
  private final Map<ContainerId, InMemoryEntry> entries = new LinkedHashMap<>();
  private final Shelves shelves = new Shelves();
  private int unfinished;

  void add(ContainerSpec spec, Instant now) {
    if (entries.containsKey(spec.id())) {
      throw new IllegalArgumentException(
          "container id: '" + spec.id() + "'; expected one that was not submitted before");
    }
    InMemoryEntry entry = new InMemoryEntry(spec, entries.size(), now);
    entries.put(spec.id(), entry);
    shelves.put(entry.number, entry.container());
    unfinished++;
  }

  Optional<InMemoryEntry> find(ContainerId id) {
    return Optional.ofNullable(entries.get(id));
  }

  InMemoryEntry get(ContainerId id) throws ConflictException {
    InMemoryEntry entry = entries.get(id);
    if (entry == null) {
      throw StoredContainer.absent(id);
    }
    return entry;
  }

  List<Container> all() {
    return entries.values().stream().map(InMemoryEntry::container).toList();
  }

  Page<Container> owned(InstanceSetId owner, String page) {
    return shelves.owned(owner, page);
  }

  Page<Container> waiting(String page) {
    return shelves.waiting(page);
  }

  /** How many have not ended. */
  int unfinished() {
    return unfinished;
  }

  /** Takes over a change; tells whether the container ends with it. */
  boolean keep(InMemoryEntry entry, StoredContainer changed) {
    boolean ends = !entry.container().state().isFinal() && changed.container().state().isFinal();
    shelves.remove(entry.number, entry.container());
    entry.stored = changed;
    shelves.put(entry.number, entry.container());
    unfinished -= ends ? 1 : 0;
    return ends;
  }
}
