package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A queue and a cloud that do what plans say, at once: what a sequence of passes is tried on.
 * Instances boot and containers end only when told to.
 */
final class SmallCloud {
  private final Random random;
  private final List<InstanceType> types = new ArrayList<>();
  private final Sizer sizer;
  private final int quota;
  private final Budgets budgets;
  private final Set<String> atCapacity;
  private final Map<ContainerId, QueueEntry> queue = new TreeMap<>();
  private final Map<InstanceId, InstanceType> instances = new TreeMap<>();
  private final Map<InstanceId, Boolean> booted = new TreeMap<>();
  private int numbers;

  SmallCloud(long seed, int size) {
    random = new Random(seed);
    for (int i = 0; i < 3; i++) {
      types.add(
          InstanceType.builder(
                  "type" + i, 1 + random.nextInt(6), 9, BigDecimal.valueOf(1 + random.nextInt(3)))
              .build());
    }
    sizer = new Sizer(types, Sizer.Overheads.NONE, BigDecimal.valueOf(3));
    quota = random.nextInt(size + 1);
    budgets =
        new Budgets(
            BigDecimal.ZERO,
            BigDecimal.valueOf(random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0));
    atCapacity = random.nextInt(3) == 0 ? Set.of("type0") : Set.of();
    for (int i = 0; i < size; i++) {
      submit(1 + random.nextInt(3));
    }
  }

  /** A container is submitted, seen later than all others. */
  Container submit(long priority) {
    Container container =
        Container.queued(
            ContainerSpec.builder(
                    "c%04d".formatted(++numbers),
                    Needs.of(1 + random.nextInt(3), 0),
                    RunSpec.of("true"))
                .priority(priority)
                .build(),
            Scene.T0);
    queue.put(
        container.id(),
        new QueueEntry(
            container, sizer.size(container.needs(), false), Scene.T0.plusSeconds(numbers)));
    return container;
  }

  /** Everything that boots is up. */
  void boot() {
    booted.replaceAll((id, is) -> true);
  }

  /** Some of what runs ends, or is lost and has cost something. */
  void endSome() {
    for (QueueEntry entry : List.copyOf(queue.values())) {
      Container container = entry.container();
      if (container.state() == ContainerState.RUNNING && random.nextBoolean()) {
        if (random.nextBoolean()) {
          queue.remove(container.id());
        } else {
          BigDecimal cost = container.cost().add(BigDecimal.valueOf(random.nextInt(3)));
          queue.put(container.id(), entry.withContainer(container.requeued("gone").withCost(cost)));
        }
      }
    }
  }

  /** A bill has come: what waits or is locked turns out to have cost more. */
  void bill() {
    for (QueueEntry entry : List.copyOf(queue.values())) {
      Container container = entry.container();
      if (container.attempt() > 0 && random.nextInt(4) == 0) {
        BigDecimal cost = container.cost().add(BigDecimal.ONE);
        queue.put(container.id(), entry.withContainer(container.withCost(cost)));
      }
    }
  }

  Plan plan() {
    return new Mapper(sizer, 0, true, PlacementPolicy.cheapest(), budgets).plan(snapshot());
  }

  private Snapshot snapshot() {
    List<WorkerView> workers = new ArrayList<>();
    Map<ContainerId, List<RunView>> runs = new TreeMap<>();
    instances.forEach((id, type) -> workers.add(worker(id, type)));
    for (QueueEntry entry : queue.values()) {
      Container container = entry.container();
      if (container.state() == ContainerState.RUNNING) {
        Attempt attempt = new Attempt(container.id(), container.attempt());
        runs.put(
            container.id(),
            List.of(
                new RunView(
                    attempt,
                    container.instance(),
                    null,
                    Phase.ALIVE,
                    Scene.T0,
                    Scene.T0,
                    null,
                    false,
                    false,
                    false)));
      }
    }
    int left = Math.max(0, quota - instances.size());
    PoolView pool =
        new PoolView(
            Scene.T0,
            workers,
            runs,
            Integer.MAX_VALUE,
            left,
            left == 0,
            atCapacity,
            Set.of(),
            Outlook.CLEAR,
            BigDecimal.ZERO,
            BigDecimal.ZERO);
    return new Snapshot(List.copyOf(queue.values()), pool, Limits.NONE, false);
  }

  private WorkerView worker(InstanceId id, InstanceType type) {
    boolean busy =
        queue.values().stream().anyMatch(entry -> id.equals(entry.container().instance()));
    WorkerState state =
        busy ? WorkerState.RUNNING : booted.get(id) ? WorkerState.IDLE : WorkerState.BOOTING;
    return new WorkerView(
        id,
        "",
        type,
        state,
        IdleBehavior.RUN,
        true,
        List.of(),
        Scene.T0,
        null,
        null,
        null,
        null,
        BootOutcome.PENDING,
        BigDecimal.ZERO);
  }

  /** Does what a plan says, as far as it still makes sense. */
  void apply(Plan plan) {
    plan.shutdowns().forEach(instances::remove);
    for (Plan.Start start : plan.starts()) {
      change(
          start.attempt().container(),
          ContainerState.LOCKED,
          locked -> locked.assigned(start.instance()).running(Scene.T0));
    }
    for (ContainerId id : plan.locks()) {
      change(id, ContainerState.QUEUED, queued -> queued.locked(Scene.SET, queued.attempt() + 1));
    }
    for (Plan.Unlock unlock : plan.unlocks()) {
      change(unlock.attempt().container(), ContainerState.LOCKED, locked -> locked.requeued(""));
    }
  }

  /**
   * Creates what a plan says: the one part of a plan that does not tell by itself if it was done.
   */
  void create(Plan plan) {
    for (InstanceType type : plan.creates()) {
      if (instances.size() < quota) {
        InstanceId id = new InstanceId("i%04d".formatted(++numbers));
        instances.put(id, type);
        booted.put(id, false);
      }
    }
  }

  private void change(
      ContainerId id, ContainerState from, java.util.function.UnaryOperator<Container> change) {
    QueueEntry entry = queue.get(id);
    if (entry.container().state() == from) {
      queue.put(id, entry.withContainer(change.apply(entry.container())));
    }
  }

  /** All that plans can change. */
  String state() {
    return queue.values().stream().map(entry -> entry.container().toString()).toList()
        + " on "
        + instances;
  }

  ContainerState state(ContainerId id) {
    return queue.get(id).container().state();
  }
}
