package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.ContainerView;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.Settings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The status of a container is what is the case in the world, or was lately (SCH-11). Of a long
 * queue, a part is looked at each time.
 */
final class StatusIsTrue extends Checker {
  // Not each of thousands of snapshots; an odd number, so that no rhythm hides anything.
  private static final int EACH = 7;
  private static final int WINDOW = 2_000;

  /** To look into a snapshot costs as much as its queue is long. */
  private static final int COST = 256;

  private final DispatcherConfig config;
  private final Parts parts;
  private final Supplies supplies;
  private final Whereabouts whereabouts;
  private final Map<String, Long> activeSince = new HashMap<>();
  private long snapshots;
  private long nextLook;
  private int begin;
  private boolean sampled;

  /**
   * Which parts of the world say no more than it does itself.
   *
   * @param cloud false if something is put around the cloud that may refuse instances, too
   * @param store false if something is put around the store that may be overloaded, too
   */
  record Parts(boolean cloud, boolean store) {}

  StatusIsTrue(
      Bench bench, DispatcherConfig config, Parts parts, Supplies supplies, Whereabouts where) {
    super(bench);
    this.config = config;
    this.parts = parts;
    this.supplies = supplies;
    this.whereabouts = where;
  }

  /** The names of the types that would do for a container. */
  static Function<ContainerSpec, List<String>> types(DispatcherConfig config) {
    // Traces have few kinds of containers.
    Map<Object, List<String>> known = new HashMap<>();
    return spec ->
        known.computeIfAbsent(
            List.of(spec.needs(), spec.preemptible()),
            kind -> config.sizing(spec).types().stream().map(type -> type.name()).toList());
  }

  @Override
  String sampled() {
    return sampled ? "SCH-11" : "";
  }

  @Override
  public void published(String by, DispatcherSnapshot snapshot) {
    if (snapshot.state() == DispatcherState.ACTIVE) {
      activeSince.putIfAbsent(by, now());
    }
    if (snapshots++ < nextLook) {
      return;
    }
    List<ContainerView> containers = snapshot.containers();
    int size = containers.size();
    nextLook = snapshots + Math.max(EACH - 1, size / COST);
    int end = Math.min(size, WINDOW);
    if (size > WINDOW) {
      sampled = true;
      begin = begin >= size ? 0 : begin;
      end = Math.min(size, begin + WINDOW);
    } else {
      begin = 0;
    }
    look(by, containers.subList(begin, end), size);
    begin = end;
  }

  private void look(String by, List<ContainerView> views, int all) {
    int waiting = views.size() < all ? all : count(views);
    Map<Class<?>, Integer> positions = new HashMap<>();
    for (ContainerView view : views) {
      ContainerStatus status = view.status();
      if (!isTrue(by, view.container().id(), status, waiting) || !follows(positions, status)) {
        broken("SCH-11", by + " says of " + view.container() + ": " + status.sentence());
      }
    }
  }

  /** How many containers may have instances created for them that are not asked for yet. */
  private static int count(List<ContainerView> views) {
    int waiting = 0;
    for (ContainerView view : views) {
      waiting += view.status() instanceof ContainerStatus.WaitingForInstance ? 1 : 0;
    }
    return waiting;
  }

  /** Whether those that wait for the same are numbered in their order. */
  private static boolean follows(Map<Class<?>, Integer> positions, ContainerStatus status) {
    int position = position(status);
    if (position < 0) {
      return true;
    }
    Integer before = positions.put(status.getClass(), position);
    return position > 0 && (before == null || position == before + 1);
  }

  private static int position(ContainerStatus status) {
    if (status instanceof ContainerStatus.SupervisorLimit limit) {
      return limit.position();
    } else if (status instanceof ContainerStatus.AtCapacity capacity) {
      return capacity.position();
    } else if (status instanceof ContainerStatus.AccountLimit limit) {
      return limit.position();
    } else if (status instanceof ContainerStatus.DispatcherLimit limit) {
      return limit.position();
    } else if (status instanceof ContainerStatus.BudgetReached budget) {
      return budget.position();
    }
    return -1;
  }

  private boolean isTrue(String by, ContainerId id, ContainerStatus status, int waiting) {
    Whereabouts.Known known = whereabouts.find(id);
    if (known == null) {
      return false;
    }
    if (!(status instanceof ContainerStatus.WaitingForInstance)) {
      known.waitsForLong("");
    }
    // A dispatcher that is new, or was stopped for long, has yet to see.
    boolean settled = now() - activeSince.getOrDefault(by, now()) > Supplies.LATELY;
    if (status instanceof ContainerStatus.Finished) {
      return known.hasEnded();
    } else if (settled && known.endedLongAgo()) {
      return false;
    } else if (status instanceof ContainerStatus.Running running) {
      return known.ranLately(running.instance());
    } else if (status instanceof ContainerStatus.OnHold) {
      return known.heldLately();
    } else if (status instanceof ContainerStatus.PreviousAttemptExiting) {
      return known.mayRunSomewhere();
    } else if (status instanceof ContainerStatus.Preparing) {
      return known.mayRunSomewhere() || supplies.upLately(known.types);
    }
    boolean held = settled && known.heldForLong();
    return !held && waitsFor(by, known, status, waiting);
  }

  /**
   * Whether what it waits for is to be waited for.
   *
   * @param plans how many containers may have instances created for them that are not asked for yet
   */
  private boolean waitsFor(String by, Whereabouts.Known known, ContainerStatus status, int plans) {
    if (known.types.isEmpty() || status instanceof ContainerStatus.NothingFits) {
      return known.types.isEmpty() && status instanceof ContainerStatus.NothingFits;
    } else if (status instanceof ContainerStatus.SupervisorLimit) {
      return known.spec.supervisor() && whereabouts.othersSupervise();
    } else if (status instanceof ContainerStatus.WaitingForInstance instance) {
      String type = instance.instanceType();
      return known.types.contains(type) && (!known.waitsForLong(type) || supplies.seenLately(type));
    } else if (status instanceof ContainerStatus.AtCapacity capacity) {
      return same(known.types, capacity.instanceTypes())
          && (!parts.cloud || known.types.stream().allMatch(type -> isRefused(by, type)));
    } else if (status instanceof ContainerStatus.BootsFailing boots) {
      return same(known.types, boots.instanceTypes())
          && known.types.stream().allMatch(type -> supplies.bootsFailed(by, type));
    } else if (status instanceof ContainerStatus.AccountLimit) {
      return !parts.cloud || supplies.overQuota(by) || isFull(by, Settings.MAX_INSTANCES, plans);
    } else if (status instanceof ContainerStatus.DispatcherLimit) {
      return !parts.cloud
          || !parts.store
          || supplies.wasLimited(by)
          || isFull(by, Settings.MAX_INSTANCES, plans)
          || isFull(by, Settings.INITIAL_QUOTA_ESTIMATE, plans);
    } else if (status instanceof ContainerStatus.BudgetReached) {
      return isReached(by, plans);
    } else if (status instanceof ContainerStatus.BudgetSpent spent) {
      BigDecimal budget = config.get(Settings.BUDGET_PER_CONTAINER);
      return budget.signum() > 0
          && spent.budget().compareTo(budget) == 0
          && spent.spent().compareTo(budget) >= 0
          && known.hasCost(spent.spent());
    }
    // Nobody asks a simulated dispatcher to take no new work.
    return !(status instanceof ContainerStatus.Draining);
  }

  private boolean isRefused(String by, String type) {
    return supplies.noRoom(by, type) || supplies.bootsFailed(by, type);
  }

  private static boolean same(List<String> types, List<String> told) {
    List<String> sorted = new ArrayList<>(told);
    sorted.sort(Comparator.naturalOrder());
    return sorted.equals(types.stream().sorted().toList());
  }

  private boolean isFull(String by, Parameter<Long> limit, int plans) {
    long most = config.get(limit);
    return most > 0 && supplies.instancesAtMost(by) + (long) plans >= most;
  }

  private boolean isReached(String by, int plans) {
    BigDecimal budget = config.get(Settings.BUDGET_PER_HOUR);
    BigDecimal planned = supplies.dearest().multiply(BigDecimal.valueOf(plans + 1L));
    return budget.signum() > 0 && supplies.priceAtMost(by).add(planned).compareTo(budget) > 0;
  }
}
