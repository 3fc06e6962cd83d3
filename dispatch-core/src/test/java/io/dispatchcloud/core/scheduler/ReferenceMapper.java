package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.api.queue.UnlockReason;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.pool.RunView;
import io.dispatchcloud.core.sizing.Resources;
import io.dispatchcloud.core.sizing.Sizer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of section 8 as they are written, with no thought of speed: every container looks at
 * every place. What the real mapper is compared with.
 */
final class ReferenceMapper {
  /** A plan whose statuses are a map. */
  record Result(
      List<Plan.Start> starts,
      List<ContainerId> locks,
      List<Plan.Unlock> unlocks,
      List<InstanceType> creates,
      List<InstanceId> shutdowns,
      List<Plan.Cancel> cancels,
      Map<ContainerId, ContainerStatus> statuses) {

    static Result of(Plan plan) {
      Map<ContainerId, ContainerStatus> statuses = new LinkedHashMap<>();
      plan.statuses().forEach(statuses::put);
      return new Result(
          plan.starts(),
          plan.locks(),
          plan.unlocks(),
          plan.creates(),
          plan.shutdowns(),
          plan.cancels(),
          statuses);
    }
  }

  private static final class Place {
    private final Optional<InstanceId> id;
    private final InstanceType type;
    private final boolean ready;
    private final PlainRoom room;
    private final int number;
    private boolean used;

    Place(Optional<InstanceId> id, InstanceType type, boolean ready, PlainRoom room, int number) {
      this.id = id;
      this.type = type;
      this.ready = ready;
      this.room = room;
      this.number = number;
    }

    String name() {
      // What has no id yet comes after all that has one, oldest first.
      return id.map(each -> "a" + each).orElse("b%09d".formatted(number));
    }
  }

  /** What is left of an instance (ROOM-1 to ROOM-3). */
  private static final class PlainRoom {
    private final int containersMax;
    private Resources left;
    private int containers;
    private boolean unknown;

    PlainRoom(InstanceType type, int containersMax) {
      this.left = Sizer.resources(type);
      this.containersMax = containersMax;
    }

    boolean holds(Resources needed) {
      return !unknown && (containersMax == 0 || containers < containersMax) && left.holds(needed);
    }

    void take(Resources needed) {
      left = left.minus(needed);
      containers++;
    }

    void takeUnknown() {
      unknown = true;
      containers++;
    }

    int containers() {
      return containers;
    }
  }

  /** SCH-4. */
  private static final Comparator<Place> BEST_FIRST =
      Comparator.comparing((Place place) -> place.ready ? 0 : 1)
          .thenComparing(place -> -place.room.containers())
          .thenComparing(place -> place.type.price())
          .thenComparing(place -> -place.type.vcpus())
          .thenComparing(place -> -place.type.ram())
          .thenComparing(place -> -place.type.scratch())
          .thenComparing(Place::name);

  /** SCH-2. */
  private final Comparator<QueueEntry> inOrder =
      Comparator.comparing(this::group)
          .thenComparing(Comparator.comparing(ReferenceMapper::priority).reversed())
          .thenComparing(QueueEntry::firstSeenAt)
          .thenComparing(entry -> entry.container().id());

  private final Snapshot snapshot;
  private final PoolView pool;
  private final Sizer sizer;
  private final int containersMax;
  private final boolean cancelUnsatisfiable;
  private final List<Place> places = new ArrayList<>();
  private final Result result =
      new Result(
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new LinkedHashMap<>());
  private final List<Attempt> overQuotaLocked = new ArrayList<>();
  private final BigDecimal budget;
  private final BigDecimal budgetPerContainer;
  private BigDecimal spent;
  private int budgetWaiting;
  private int created;
  private int running;
  private int supervisors;
  private int supervisorsWaiting;
  private int capacityWaiting;
  private int accountWaiting;
  private int dispatcherWaiting;
  private boolean overQuota;

  private ReferenceMapper(
      Snapshot snapshot,
      Sizer sizer,
      int containersMax,
      boolean cancelUnsatisfiable,
      Budgets budgets) {
    this.budget = budgets.perHour();
    this.budgetPerContainer = budgets.perContainer();
    this.spent =
        snapshot.pool().workers().stream()
            .map(WorkerView::price)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    this.snapshot = snapshot;
    this.pool = snapshot.pool();
    this.sizer = sizer;
    this.containersMax = containersMax;
    this.cancelUnsatisfiable = cancelUnsatisfiable;
  }

  static Result plan(
      Snapshot snapshot,
      Sizer sizer,
      int containersMax,
      boolean cancelUnsatisfiable,
      Budgets budgets) {
    return new ReferenceMapper(snapshot, sizer, containersMax, cancelUnsatisfiable, budgets).plan();
  }

  private Result plan() {
    pool.workers().forEach(this::addPlace);
    snapshot.entries().stream()
        .sorted(inOrder)
        .forEach(entry -> result.statuses().put(entry.container().id(), decide(entry)));
    int keep = pool.workers().isEmpty() ? 0 : 1;
    overQuotaLocked.stream().skip(keep).forEach(attempt -> unlock(attempt, UnlockReason.QUOTA));
    if (overQuota) {
      places.stream()
          .filter(place -> !place.used && place.id.isPresent())
          .sorted(Comparator.comparing(Place::name))
          .forEach(place -> result.shutdowns().add(place.id.get()));
    }
    return result;
  }

  private void addPlace(WorkerView worker) {
    if (worker.type() == null
        || !worker.healthy()
        || worker.behavior() != IdleBehavior.RUN
        || worker.state() == WorkerState.SHUTDOWN) {
      return;
    }
    Place place =
        addPlace(Optional.ofNullable(worker.id()), worker.type(), worker.state().isReady());
    for (List<RunView> runs : pool.runs().values()) {
      for (RunView run : runs) {
        if (place.id.equals(Optional.of(run.instance())) && run.phase().mayRun()) {
          place.used = true;
          entry(run.attempt().container())
              .ifPresentOrElse(
                  entry -> place.room.take(sizer.resources(entry.container().needs())),
                  place.room::takeUnknown);
        }
      }
    }
  }

  private Place addPlace(Optional<InstanceId> id, InstanceType type, boolean ready) {
    Place place = new Place(id, type, ready, new PlainRoom(type, containersMax), places.size());
    places.add(place);
    return place;
  }

  private Optional<QueueEntry> entry(ContainerId id) {
    return snapshot.entries().stream()
        .filter(entry -> entry.container().id().equals(id))
        .findFirst();
  }

  private int group(QueueEntry entry) {
    Container container = entry.container();
    return switch (container.state()) {
      case RUNNING -> 0;
      case LOCKED -> isStarted(container) ? 0 : 1;
      case QUEUED -> 2;
      case COMPLETE, CANCELLED -> 3;
    };
  }

  private static long priority(QueueEntry entry) {
    return entry.container().priority();
  }

  private boolean isStarted(Container container) {
    return container.instance() != null
        || pool.runs(container.id()).stream()
            .anyMatch(run -> run.attempt().number() == container.attempt());
  }

  private ContainerStatus decide(QueueEntry entry) {
    Container container = entry.container();
    boolean locked = container.state() == ContainerState.LOCKED;
    if (container.state().isFinal()) {
      return new ContainerStatus.Finished();
    }
    if (container.state() == ContainerState.RUNNING || (locked && isStarted(container))) {
      count(container);
      return locked
          ? new ContainerStatus.Preparing()
          : new ContainerStatus.Running(
              container.instance() == null ? "" : container.instance().value());
    }
    if (container.onHold()) {
      return new ContainerStatus.OnHold();
    }
    if (pool.runs(container.id()).stream().anyMatch(run -> run.phase().mayRun())) {
      return new ContainerStatus.PreviousAttemptExiting();
    }
    if (!entry.sizing().fits()) {
      if (cancelUnsatisfiable) {
        result.cancels().add(new Plan.Cancel(container.id(), entry.sizing().error()));
      }
      return new ContainerStatus.NothingFits(entry.sizing().error());
    }
    boolean bounded = budgetPerContainer.signum() > 0;
    if (bounded && container.cost().compareTo(budgetPerContainer) >= 0) {
      unlockIfLocked(container, UnlockReason.BUDGET);
      return new ContainerStatus.BudgetSpent(container.cost(), budgetPerContainer);
    }
    if (snapshot.draining()) {
      unlockIfLocked(container, UnlockReason.QUOTA);
      return new ContainerStatus.Draining();
    }
    if (overQuota) {
      return overQuota(container);
    }
    if (budget.signum() > 0 && spent.compareTo(budget) > 0) {
      return new ContainerStatus.BudgetReached(++budgetWaiting);
    }
    int containers = snapshot.limits().containers();
    if (containers > 0 && running >= containers) {
      return new ContainerStatus.DispatcherLimit(++dispatcherWaiting);
    }
    int supervisorsMax = snapshot.limits().supervisors();
    if (container.supervisor() && supervisorsMax > 0 && supervisors >= supervisorsMax) {
      unlockIfLocked(container, UnlockReason.SUPERVISOR_LIMIT);
      return new ContainerStatus.SupervisorLimit(++supervisorsWaiting);
    }
    Optional<Place> place =
        places.stream()
            .filter(each -> entry.sizing().types().contains(each.type))
            .filter(each -> each.room.holds(sizer.resources(container.needs())))
            .min(BEST_FIRST);
    return place.isPresent() ? put(container, place.get()) : create(entry, container);
  }

  private void count(Container container) {
    running++;
    supervisors += container.supervisor() ? 1 : 0;
  }

  private ContainerStatus put(Container container, Place place) {
    place.room.take(sizer.resources(container.needs()));
    place.used = true;
    count(container);
    if (container.state() == ContainerState.QUEUED) {
      result.locks().add(container.id());
    } else if (place.ready) {
      result
          .starts()
          .add(
              new Plan.Start(
                  new Attempt(container.id(), container.attempt()), place.id.get(), place.type));
    }
    return place.ready
        ? new ContainerStatus.Preparing()
        : new ContainerStatus.WaitingForInstance(place.type.name());
  }

  private ContainerStatus create(QueueEntry entry, Container container) {
    if (pool.atQuota() || created >= pool.instancesLeft()) {
      overQuota = true;
      return overQuota(container);
    }
    int instancesMax = snapshot.limits().instances();
    if (instancesMax > 0 && pool.workers().size() + created >= instancesMax) {
      return new ContainerStatus.DispatcherLimit(++dispatcherWaiting);
    }
    List<String> names = entry.sizing().types().stream().map(InstanceType::name).toList();
    if (pool.bootsFailing().containsAll(names)) {
      return new ContainerStatus.BootsFailing(names);
    }
    Optional<InstanceType> type =
        entry.sizing().types().stream()
            .filter(each -> !pool.bootsFailing().contains(each.name()))
            .filter(each -> !pool.atCapacity().contains(each.name()))
            .findFirst();
    if (type.isEmpty()) {
      return new ContainerStatus.AtCapacity(++capacityWaiting, names);
    }
    if (budget.signum() > 0 && spent.add(type.get().price()).compareTo(budget) > 0) {
      return new ContainerStatus.BudgetReached(++budgetWaiting);
    }
    if (created < pool.createSlots()) {
      created++;
      spent = spent.add(type.get().price());
      if (container.state() == ContainerState.LOCKED) {
        result.creates().add(type.get());
      }
      return put(container, addPlace(Optional.empty(), type.get(), false));
    }
    return new ContainerStatus.WaitingForInstance(type.get().name());
  }

  private ContainerStatus overQuota(Container container) {
    if (container.state() == ContainerState.LOCKED) {
      container.currentAttempt().ifPresent(overQuotaLocked::add);
    }
    return new ContainerStatus.AccountLimit(++accountWaiting);
  }

  private void unlockIfLocked(Container container, UnlockReason reason) {
    if (container.state() == ContainerState.LOCKED) {
      container.currentAttempt().ifPresent(attempt -> unlock(attempt, reason));
    }
  }

  private void unlock(Attempt attempt, UnlockReason reason) {
    result.unlocks().add(new Plan.Unlock(attempt, reason));
  }
}
