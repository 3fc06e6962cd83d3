package io.dispatchcloud.core.queue;

import com.google.common.collect.Lists;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Lookup;
import io.dispatchcloud.api.queue.Page;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Asks the controller for all that a dispatcher wants to know, and no more (QUEUE-3). */
final class Refresh {
  private static final int IDS_AT_A_TIME = 1_000;
  private static final int LARGEST_TARGET = 10_000;

  private final ContainerController controller;
  private final InstanceSetId instanceSetId;
  private final int fetchTarget;

  Refresh(ContainerController controller, InstanceSetId instanceSetId, int fetchTarget) {
    this.controller = controller;
    this.instanceSetId = instanceSetId;
    this.fetchTarget = fetchTarget;
  }

  /**
   * Fetches what is locked by us, the head of the queue, and by id those that neither answer had.
   * What is in neither part of the result does not exist any more.
   *
   * @param canBePlaced whether any type fits, and it may be started
   */
  Lookup fetch(
      Collection<ContainerId> known, Set<ContainerId> onWorkers, Predicate<Container> canBePlaced)
      throws ControllerException {
    Map<ContainerId, Container> found = new LinkedHashMap<>();
    fetchLocked(found);
    fetchQueued(found, canBePlaced);
    Set<ContainerId> unreadable = new TreeSet<>();
    TreeSet<ContainerId> others = new TreeSet<>(known);
    others.addAll(onWorkers);
    others.removeAll(found.keySet());
    for (List<ContainerId> some : Lists.partition(List.copyOf(others), IDS_AT_A_TIME)) {
      Lookup lookup = controller.lookUp(some);
      lookup.found().forEach(container -> found.put(container.id(), container));
      unreadable.addAll(lookup.unreadable());
    }
    return new Lookup(List.copyOf(found.values()), unreadable);
  }

  private void fetchLocked(Map<ContainerId, Container> found) throws ControllerException {
    String next = Page.FIRST;
    do {
      Page<Container> page = controller.locked(instanceSetId, next);
      page.items().forEach(container -> found.put(container.id(), container));
      next = page.next();
    } while (!next.isEmpty());
  }

  private void fetchQueued(Map<ContainerId, Container> found, Predicate<Container> canBePlaced)
      throws ControllerException {
    String next = Page.FIRST;
    int target = fetchTarget;
    int workers = 0;
    List<Container> queued = new ArrayList<>();
    do {
      Page<Container> page = controller.queued(next);
      for (Container container : page.items()) {
        // One that was unlocked between the two questions is in both answers: the later one holds.
        found.put(container.id(), container);
        workers += container.supervisor() ? 0 : 1;
      }
      queued.addAll(page.items());
      next = page.next();
      // Those that nothing can run are not to keep the others from being seen.
      while (workers >= target
          && target < LARGEST_TARGET
          && mostCantBePlaced(queued, canBePlaced)) {
        target = Math.min(2 * target, LARGEST_TARGET);
      }
    } while (!next.isEmpty() && workers < target);
  }

  private static boolean mostCantBePlaced(
      List<Container> queued, Predicate<Container> canBePlaced) {
    long placed = queued.stream().filter(canBePlaced).count();
    return 2 * placed < queued.size();
  }
}
