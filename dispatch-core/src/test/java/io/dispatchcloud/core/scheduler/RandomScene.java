package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.BootOutcome;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.PlacementPolicy;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.core.pool.Outlook;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.pool.RunView;
import io.dispatchcloud.core.pool.RunView.Phase;
import io.dispatchcloud.core.sizing.Sizer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A queue and a pool as chance makes them, small enough that everything meets everything. */
final class RandomScene {
  private static final Instant T0 = Scene.T0;

  final Random random;
  final List<InstanceType> types = new ArrayList<>();
  final Sizer sizer;
  final List<Needs> needs = new ArrayList<>();
  final List<QueueEntry> entries = new ArrayList<>();
  final List<WorkerView> workers = new ArrayList<>();
  final Map<ContainerId, List<RunView>> runs = new HashMap<>();
  final Set<String> atCapacity = new TreeSet<>();
  final Set<String> bootsFailing = new TreeSet<>();
  final int containersMax;
  final boolean cancelUnsatisfiable;
  final Budgets budgets;
  int createSlots;
  int instancesLeft;
  boolean atQuota;
  boolean draining;
  Limits limits;

  /**
   * A scene.
   *
   * @param seed decides everything
   * @param size how many containers and workers there are at the most
   */
  RandomScene(long seed, int size) {
    random = new Random(seed);
    int menu = 1 + random.nextInt(5);
    for (int i = 0; i < menu; i++) {
      types.add(type("type" + i));
    }
    sizer = new Sizer(types, Sizer.Overheads.NONE, BigDecimal.valueOf(1 + random.nextInt(3)));
    // In a queue many are alike: where all differ, nothing found out for one is used for another.
    int different = oneIn(2) ? 1 + random.nextInt(4) : 100;
    for (int i = 0; i < different; i++) {
      needs.add(Needs.builder(random.nextInt(6), random.nextInt(6)).tmp(random.nextInt(3)).build());
    }
    int workerCount = random.nextInt(size + 1);
    for (int i = 0; i < workerCount; i++) {
      worker(i);
    }
    int containers = random.nextInt(size + 1);
    for (int i = 0; i < containers; i++) {
      container("c" + random.nextInt(1_000_000));
    }
    types.stream().filter(type -> oneIn(6)).forEach(type -> atCapacity.add(type.name()));
    types.stream().filter(type -> oneIn(8)).forEach(type -> bootsFailing.add(type.name()));
    containersMax = oneIn(3) ? 1 + random.nextInt(3) : 0;
    cancelUnsatisfiable = random.nextBoolean();
    budgets =
        new Budgets(
            BigDecimal.valueOf(oneIn(4) ? random.nextInt(2 * size) : 0),
            BigDecimal.valueOf(oneIn(3) ? random.nextInt(4) : 0));
    createSlots = oneIn(4) ? random.nextInt(3) : size;
    instancesLeft = oneIn(4) ? random.nextInt(3) : Integer.MAX_VALUE;
    atQuota = oneIn(6);
    draining = oneIn(12);
    int instances = oneIn(2) ? limit(size) : workers.size() + limit(3);
    limits = new Limits(limit(size), instances, limit(3));
  }

  private int limit(int bound) {
    return oneIn(3) ? 1 + random.nextInt(Math.max(1, bound)) : 0;
  }

  boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private InstanceType type(String name) {
    int vcpus = 1 + random.nextInt(8);
    return InstanceType.builder(
            name, vcpus, 1 + random.nextInt(8), BigDecimal.valueOf(1 + random.nextInt(4)))
        .includedScratch(random.nextInt(4))
        .preemptible(oneIn(5))
        .build();
  }

  private void worker(int number) {
    boolean pending = oneIn(8);
    @Nullable InstanceType type = oneIn(20) ? null : types.get(random.nextInt(types.size()));
    workers.add(
        new WorkerView(
            pending ? null : new InstanceId("i" + random.nextInt(3) + number),
            "",
            pending ? types.get(0) : type,
            pending ? WorkerState.BOOTING : any(List.of(WorkerState.values())),
            oneIn(6) ? any(List.of(IdleBehavior.values())) : IdleBehavior.RUN,
            !oneIn(10),
            List.of(),
            T0,
            null,
            null,
            null,
            null,
            BootOutcome.PENDING,
            BigDecimal.ZERO));
  }

  private void container(String name) {
    ContainerId id = new ContainerId(name);
    if (runs.containsKey(id)
        || entries.stream().anyMatch(entry -> entry.container().id().equals(id))) {
      return;
    }
    Container container = inSomeState(queued(name));
    if (!container.state().isFinal() && oneIn(4)) {
      run(container);
    }
    if (runs.containsKey(id) && oneIn(10)) {
      return;
    }
    entries.add(
        new QueueEntry(
            container,
            sizer.size(container.needs(), container.preemptible()),
            T0.plusMillis(random.nextInt(4) * 700L)));
  }

  private Container queued(String name) {
    return Container.queued(
        ContainerSpec.builder(name, any(needs), RunSpec.of("true"))
            .priority(random.nextInt(4) + (oneIn(30) ? Long.MAX_VALUE - 4 : 0))
            .supervisor(oneIn(4))
            .preemptible(oneIn(6))
            .build(),
        T0);
  }

  private Container inSomeState(Container queued) {
    // Whoever has cost something was locked before.
    Container waiting =
        oneIn(3)
            ? queued
                .locked(Scene.SET, 1)
                .requeued("")
                .withCost(BigDecimal.valueOf(random.nextInt(9), 1).multiply(BigDecimal.valueOf(5)))
            : queued;
    Container locked = waiting.locked(Scene.SET, 2);
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> waiting;
      case 3, 4, 5 -> locked;
      case 6 -> oneIn(3) ? locked.cancelled("by somebody") : locked.assigned(instance());
      default -> locked.assigned(instance()).running(T0);
    };
  }

  private InstanceId instance() {
    List<InstanceId> ids = new ArrayList<>();
    workers.stream().filter(worker -> worker.id() != null).forEach(worker -> ids.add(worker.id()));
    return ids.isEmpty() || oneIn(10)
        ? new InstanceId("gone")
        : ids.get(random.nextInt(ids.size()));
  }

  private void run(Container container) {
    List<RunView> its = new ArrayList<>();
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      its.add(
          new RunView(
              new Attempt(container.id(), 1 + random.nextInt(2)),
              instance(),
              null,
              any(List.of(Phase.values())),
              T0,
              null,
              null,
              false,
              false,
              false));
    }
    runs.put(container.id(), its);
  }

  /** Some of it changes, as queues and pools change from pass to pass. */
  void change(int times) {
    for (int i = 0; i < times; i++) {
      changeOne();
    }
  }

  private void changeOne() {
    int index = entries.isEmpty() ? 0 : random.nextInt(entries.size());
    switch (random.nextInt(17)) {
      case 0, 1 -> container("c" + random.nextInt(1_000_000));
      case 2, 3 -> {
        if (!entries.isEmpty()) {
          ContainerId gone = entries.remove(index).container().id();
          if (oneIn(2)) {
            runs.remove(gone);
          }
        }
      }
      case 4, 5, 6 -> {
        if (!entries.isEmpty()) {
          replace(index);
        }
      }
      case 7, 8 -> {
        if (!entries.isEmpty()) {
          runOrStop(entries.get(index).container());
        }
      }
      case 9 -> {
        if (!workers.isEmpty()) {
          workers.remove(random.nextInt(workers.size()));
        }
      }
      case 10 -> worker(100 + random.nextInt(1_000_000));
      case 13, 14 -> changeWorker();
      case 11 -> atQuota = !atQuota;
      case 12 -> limits = new Limits(limit(20), limit(20), limit(3));
      default -> {
        if (!atCapacity.remove(types.get(0).name())) {
          atCapacity.add(types.get(0).name());
        }
      }
    }
  }

  /** The same container, changed in the store: in another state, or with another priority. */
  private void replace(int index) {
    QueueEntry entry = entries.get(index);
    String name = entry.container().id().value();
    entries.set(index, entry.withContainer(inSomeState(queued(name))));
  }

  private void runOrStop(Container container) {
    if (runs.remove(container.id()) == null || oneIn(2)) {
      run(container);
    }
  }

  /** The same instance, in another state or to be treated otherwise. */
  private void changeWorker() {
    if (workers.isEmpty()) {
      return;
    }
    int index = random.nextInt(workers.size());
    WorkerView before = workers.get(index);
    if (before.id() == null) {
      return;
    }
    worker(0);
    WorkerView other = workers.remove(workers.size() - 1);
    workers.set(
        index,
        new WorkerView(
            before.id(),
            before.address(),
            before.type(),
            other.state(),
            other.behavior(),
            other.healthy(),
            List.of(),
            T0,
            null,
            null,
            null,
            null,
            BootOutcome.PENDING,
            BigDecimal.ZERO));
  }

  Snapshot snapshot() {
    return new Snapshot(List.copyOf(entries), pool(new HashMap<>(runs)), limits, draining);
  }

  PoolView pool(Map<ContainerId, List<RunView>> runsThere) {
    return new PoolView(
        T0,
        workers,
        runsThere,
        createSlots,
        instancesLeft,
        atQuota,
        Set.copyOf(atCapacity),
        bootsFailing,
        Outlook.CLEAR,
        BigDecimal.ZERO,
        BigDecimal.ZERO);
  }

  Mapper mapper() {
    return new Mapper(
        sizer, containersMax, cancelUnsatisfiable, PlacementPolicy.cheapest(), budgets);
  }
}
