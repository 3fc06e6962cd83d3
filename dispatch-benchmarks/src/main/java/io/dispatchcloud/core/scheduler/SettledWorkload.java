package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.pool.RunView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A workload in which everything was done that a pass decides, over and over until none decided
 * anything more; and in which a few containers change between one pass and the next: some are
 * deleted, as many are new, and some get another priority. It is sorted by id, as the cached queue
 * is.
 */
final class SettledWorkload {
  private static final int ROUNDS_MAX = 10;

  private final Workload workload;
  private final Random random;
  private final List<QueueEntry> entries;
  private final List<WorkerView> workers;
  private final Map<ContainerId, List<RunView>> runs;
  private List<WorkerView> listed = List.of();
  private Map<ContainerId, List<RunView>> listedRuns = Map.of();
  private int made;

  SettledWorkload(Workload workload, long seed) {
    this.workload = workload;
    this.random = new Random(seed);
    this.entries = new ArrayList<>(workload.entries());
    this.workers = new ArrayList<>(workload.workers());
    this.runs = new LinkedHashMap<>(workload.snapshot().pool().runs());
    entries.sort(Comparator.comparing(entry -> entry.container().id()));
    workers.sort(Comparator.comparing(worker -> String.valueOf(worker.id())));
    for (int round = 0; carryOut(workload.mapper().plan(snapshot())); round++) {
      if (round == ROUNDS_MAX) {
        throw new IllegalStateException("passes do not come to rest");
      }
    }
  }

  /** What there is. As the pool does it, what is on the instances is listed anew if it changed. */
  Snapshot snapshot() {
    if (listed.isEmpty()) {
      listed = List.copyOf(workers);
      listedRuns = new LinkedHashMap<>(runs);
    }
    PoolView pool = workload.snapshot().pool();
    return new Snapshot(
        List.copyOf(entries),
        new PoolView(
            pool.at(),
            listed,
            listedRuns,
            pool.createSlots(),
            pool.instancesLeft(),
            pool.atQuota(),
            pool.atCapacity(),
            pool.bootsFailing(),
            pool.outlook(),
            pool.bootFailuresCost(),
            pool.cost()),
        Limits.NONE,
        false);
  }

  private static WorkerView with(WorkerView worker, WorkerState state, List<Attempt> containers) {
    return new WorkerView(
        worker.id(),
        worker.address(),
        worker.type(),
        state,
        worker.behavior(),
        worker.healthy(),
        containers,
        worker.createdAt(),
        worker.lastContainer(),
        worker.lastBusy(),
        worker.lastProbe(),
        worker.lastAnswer(),
        worker.boot(),
        worker.cost());
  }

  private boolean carryOut(Plan plan) {
    listed = List.of();
    Map<ContainerId, Integer> places = new HashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      places.put(entries.get(i).container().id(), i);
    }
    Map<InstanceId, Integer> hosts = new HashMap<>();
    for (int i = 0; i < workers.size(); i++) {
      InstanceId id = workers.get(i).id();
      if (id != null) {
        hosts.put(id, i);
      }
    }
    for (Plan.Start start : plan.starts()) {
      start(start, at(places, start.attempt().container()), at(hosts, start.instance()));
    }
    for (ContainerId id : plan.locks()) {
      int at = at(places, id);
      replace(at, entries.get(at).container().locked(Workload.SET, 1));
    }
    for (InstanceType type : plan.creates()) {
      workers.add(workload.pending(type));
    }
    return !plan.starts().isEmpty() || !plan.locks().isEmpty() || !plan.creates().isEmpty();
  }

  private static <T> int at(Map<T, Integer> positions, T what) {
    Integer found = positions.get(what);
    if (found == null) {
      throw new IllegalStateException("a plan names " + what + ", which is not there");
    }
    return found;
  }

  private void start(Plan.Start start, int at, int host) {
    Container container = entries.get(at).container();
    replace(at, container.assigned(start.instance()).running(Workload.BEGIN));
    runs.put(
        container.id(), List.of(Workload.run(start.attempt(), start.instance(), start.type())));
    WorkerView worker = workers.get(host);
    List<Attempt> there = new ArrayList<>(worker.containers());
    there.add(start.attempt());
    workers.set(host, with(worker, WorkerState.RUNNING, there));
  }

  private void replace(int at, Container container) {
    entries.set(at, entries.get(at).withContainer(container));
  }

  /** Changes so many containers of those that wait. */
  void change(int count) {
    for (int i = 0; i < count; i++) {
      int at = waiting();
      Container container = entries.get(at).container();
      switch (made++ % 3) {
        case 0 -> entries.remove(at);
        case 1 -> workload.submit(container.needs(), entries);
        default -> replace(at, container.withPriority(1 + random.nextInt(20)));
      }
    }
  }

  private int waiting() {
    while (true) {
      int at = random.nextInt(entries.size());
      if (entries.get(at).container().instance() == null) {
        return at;
      }
    }
  }
}
