package io.dispatchcloud.core.pool;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.Hindrance;
import io.dispatchcloud.core.WorkerView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes views of the pool. Lists and maps stay the same objects while all that is in them does: so
 * whoever looks at the next view sees at once that there is nothing to look at.
 */
final class Viewer {
  private final PoolState state;
  private final Creator creator;
  private List<WorkerView> workers = List.of();
  private BigDecimal cost = BigDecimal.ZERO;
  private List<RunView> runs = List.of();
  private Map<ContainerId, List<RunView>> byContainer = Map.of();

  Viewer(PoolState state, Creator creator) {
    this.state = state;
    this.creator = creator;
  }

  PoolView view() {
    Instant now = state.now();
    look(now);
    Set<String> atCapacity = new TreeSet<>();
    Set<String> bootsFailing = new TreeSet<>();
    SortedMap<String, Hindrance> byType = new TreeMap<>();
    for (InstanceType type : state.settings.types().values()) {
      Hindrance room = state.limits.hindrance(type, now);
      if (room != null) {
        atCapacity.add(type.name());
        byType.put(type.name(), room);
      }
      Hindrance boots = state.failingBoots(type, now);
      if (boots != null) {
        bootsFailing.add(type.name());
        byType.put(type.name(), boots);
      }
    }
    return new PoolView(
        now,
        workers,
        byContainer,
        creator.slots(),
        creator.instancesLeft(),
        creator.atQuota(),
        atCapacity,
        bootsFailing,
        creator.outlook(byType),
        state.breaker.cost(),
        state.costOfGone.add(cost));
  }

  private void look(Instant now) {
    List<WorkerView> nextWorkers = new ArrayList<>(workers.size() + 16);
    List<RunView> nextRuns = new ArrayList<>(runs.size() + 16);
    for (Worker worker : state.workers.all()) {
      nextWorkers.add(worker.view(now));
      for (Run run : worker.present()) {
        nextRuns.add(run.view());
      }
    }
    state.pending.values().forEach(create -> nextWorkers.add(create.view()));
    state.orphans.values().forEach(run -> nextRuns.add(run.view()));
    if (!areSame(workers, nextWorkers)) {
      workers = List.copyOf(nextWorkers);
      cost = BigDecimal.ZERO;
      for (WorkerView view : workers) {
        cost = cost.add(view.cost());
      }
    }
    if (!areSame(runs, nextRuns)) {
      runs = nextRuns;
      byContainer = byContainer(runs);
    }
  }

  /**
   * In the order of the runs. Copies are kept: they take a good deal less than what they are of.
   */
  private static Map<ContainerId, List<RunView>> byContainer(List<RunView> runs) {
    Map<ContainerId, List<RunView>> all = new LinkedHashMap<>(2 * runs.size());
    for (RunView run : runs) {
      all.merge(run.attempt().container(), ImmutableList.of(run), Viewer::joined);
    }
    return ImmutableMap.copyOf(all);
  }

  private static List<RunView> joined(List<RunView> some, List<RunView> others) {
    List<RunView> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  @SuppressWarnings("ReferenceEquality") // what is another object is looked at again: no harm
  private static <T> boolean areSame(List<T> some, List<T> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      if (some.get(i) != others.get(i)) {
        return false;
      }
    }
    return true;
  }
}
