package io.dispatchcloud.core.queue;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.Lookup;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.api.queue.QueueView;
import io.dispatchcloud.api.queue.Sizing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The entries of the cached queue. Changes come from the threads that wait for the controller, and
 * reads from the loop, so this one guards itself; every section is short and none blocks.
 */
final class ViewStore {
  private final InstanceSetId instanceSetId;
  private final Function<Container, Sizing> sizer;
  private final InstantSource clock;
  private final TreeMap<ContainerId, QueueEntry> entries = new TreeMap<>();
  // What was changed here, and when in the order of events: a refresh that began before then is
  // older knowledge about that one container.
  private final Map<ContainerId, Long> changedAt = new HashMap<>();
  private long events;
  private @Nullable Instant refreshBegan;
  private Set<ContainerId> unreadable = Set.of();
  private @Nullable QueueView current;

  /** The moment at which a refresh began. */
  record Mark(Instant time, long event) {}

  /** A view for one instance set: what another one has locked is not in it (QUEUE-3). */
  ViewStore(InstanceSetId instanceSetId, Function<Container, Sizing> sizer, InstantSource clock) {
    this.instanceSetId = instanceSetId;
    this.sizer = sizer;
    this.clock = clock;
  }

  synchronized Mark mark() {
    return new Mark(clock.instant(), events);
  }

  synchronized List<ContainerId> ids() {
    return new ArrayList<>(entries.keySet());
  }

  synchronized QueueView view() {
    if (refreshBegan == null) {
      throw new IllegalStateException("the queue was not refreshed yet");
    }
    if (current == null) {
      current = new QueueView(new ArrayList<>(entries.values()), refreshBegan, unreadable);
    }
    return current;
  }

  synchronized Optional<QueueEntry> get(ContainerId id) {
    return Optional.ofNullable(entries.get(id));
  }

  /** Which types fit a container, if that was found when it asked for the same. */
  synchronized Optional<Sizing> sizing(Container container) {
    QueueEntry known = entries.get(container.id());
    return known == null || !asksForTheSame(known.container(), container)
        ? Optional.empty()
        : Optional.of(known.sizing());
  }

  synchronized void forget(ContainerId id) {
    note(id);
    entries.remove(id);
  }

  synchronized void changed(Container container) {
    note(container.id());
    if (container.isLockedByOther(instanceSetId)) {
      entries.remove(container.id());
    } else {
      put(container, sizer);
    }
  }

  synchronized void assigned(Attempt attempt, InstanceId instance) {
    QueueEntry entry = entries.get(attempt.container());
    // It may have been unlocked or cancelled meanwhile; then this is old news.
    if (entry != null
        && entry.container().attempt() == attempt.number()
        && entry.container().state() == ContainerState.LOCKED) {
      changed(entry.container().assigned(instance));
    }
  }

  /** Takes over what a refresh found, but for what was changed here since it began. */
  synchronized void merge(Mark began, Lookup found, Function<Container, Sizing> sizerOfFound) {
    Set<ContainerId> listed = new HashSet<>();
    for (Container container : found.found()) {
      if (container.isLockedByOther(instanceSetId)) {
        continue;
      }
      listed.add(container.id());
      if (!changedSince(began, container.id())) {
        put(container, sizerOfFound);
      }
    }
    for (ContainerId id : found.unreadable()) {
      QueueEntry entry = entries.get(id);
      // It stays as it was where it is under way; where it waits, nobody can say for what.
      if (entry != null && entry.container().owner() != null) {
        listed.add(id);
      }
    }
    unreadable = found.unreadable();
    entries.keySet().removeIf(id -> !listed.contains(id) && !changedSince(began, id));
    changedAt.values().removeIf(event -> event <= began.event());
    refreshBegan = began.time();
    current = null;
  }

  private boolean changedSince(Mark began, ContainerId id) {
    Long event = changedAt.get(id);
    return event != null && event > began.event();
  }

  private void note(ContainerId id) {
    events++;
    changedAt.put(id, events);
    current = null;
  }

  private void put(Container container, Function<Container, Sizing> sizing) {
    QueueEntry known = entries.get(container.id());
    if (known != null) {
      // What is as it was stays the same object: who looks for changes need not look into it.
      if (!known.container().equals(container)) {
        entries.put(container.id(), again(known, container, sizing));
      }
    } else {
      // Types are found once, when a container is first seen (QUEUE-4).
      entries.put(
          container.id(), new QueueEntry(container, sizing.apply(container), clock.instant()));
    }
  }

  /** Needs change only where they could not be read before. */
  private static boolean asksForTheSame(Container before, Container after) {
    return before.preemptible() == after.preemptible() && before.needs().equals(after.needs());
  }

  /** A newer state of one that is known; it has other types once it asks for others. */
  private static QueueEntry again(
      QueueEntry known, Container container, Function<Container, Sizing> sizing) {
    return asksForTheSame(known.container(), container)
        ? known.withContainer(container)
        : new QueueEntry(container, sizing.apply(container), known.firstSeenAt());
  }
}
