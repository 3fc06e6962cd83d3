package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.core.InMemoryController;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The store that all trust, and the users who work on it. */
final class SimulatedStore {
  final InMemoryController containers;
  private final World world;
  private final Set<ContainerId> deleted = new HashSet<>();
  private final List<ContainerId> unfinished = new ArrayList<>();
  private int submitted;
  private int ended;

  SimulatedStore(World world, AttemptLimits limits) {
    this.world = world;
    this.containers = new InMemoryController(world.time, limits);
  }

  void submit(SimulatedContainer container) {
    submitted++;
    unfinished.add(container.spec().id());
    world.log.add("user submits " + container.spec().id());
    world.judge.submitted(container);
    containers.submit(container.spec());
  }

  int submitted() {
    return submitted;
  }

  /** How many have not ended, nor were deleted. */
  int unfinished() {
    return submitted - ended;
  }

  boolean isDeleted(ContainerId id) {
    return deleted.contains(id);
  }

  /** The container as it is; null if there is none, or it was deleted. */
  @Nullable Container find(ContainerId id) {
    return deleted.contains(id) ? null : containers.find(id).orElse(null);
  }

  /** Those that have neither ended nor been deleted, in the order of their submission. */
  List<Container> waiting() {
    unfinished.removeIf(
        id -> deleted.contains(id) || containers.find(id).orElseThrow().state().isFinal());
    return unfinished.stream().map(id -> containers.find(id).orElseThrow()).toList();
  }

  /** A container was changed by somebody. */
  void changed(Container after, String by) {
    if (after.state().isFinal()) {
      ended++;
    }
    world.log.add(
        by
            + " makes "
            + after.id()
            + " "
            + after.state()
            + (after.attempt() == 0 ? "" : ", attempt " + after.attempt())
            + (after.error().isEmpty() ? "" : ": " + after.error()));
    world.judge.changed(after, by);
  }

  // Users.

  void cancel(ContainerId id) {
    try {
      changed(containers.cancel(id, "cancelled by its owner"), "user");
    } catch (ConflictException e) {
      world.log.add("user can't cancel " + id);
    }
  }

  /**
   * Owners cancel what would wait for ever, for it has cost as much as it may; 0 for any amount.
   */
  void giveUp(BigDecimal budget) {
    if (budget.signum() == 0) {
      return;
    }
    for (Container each : waiting()) {
      if (each.state() == ContainerState.QUEUED && each.cost().compareTo(budget) >= 0) {
        world.log.add("user gives up " + each.id() + ", which has cost " + each.cost());
        cancel(each.id());
      }
    }
  }

  void setPriority(ContainerId id, long priority) {
    try {
      Container changed = containers.setPriority(id, priority);
      world.log.add("user sets priority " + priority + " of " + id);
      if (!changed.state().isFinal()) {
        world.judge.changed(changed, "user");
      }
    } catch (ConflictException e) {
      world.log.add("user can't change " + id);
    }
  }

  void delete(ContainerId id) {
    Container container = find(id);
    if (container == null) {
      return;
    }
    if (container.state() != ContainerState.COMPLETE
        && container.state() != ContainerState.CANCELLED) {
      ended++;
    }
    deleted.add(id);
    world.log.add("user deletes " + id);
    world.judge.deleted(id);
  }
}
