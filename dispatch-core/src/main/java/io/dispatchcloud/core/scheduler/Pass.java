package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.api.queue.UnlockReason;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.pool.RunView;
import io.dispatchcloud.core.sizing.Resources;
import io.dispatchcloud.core.sizing.Sizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One pass of the mapper over one snapshot. Used once. */
final class Pass {
  private final Comparator<QueueEntry> order =
      Comparator.comparingInt(this::group)
          .thenComparing(Comparator.comparingLong(Pass::priority).reversed())
          .thenComparing(QueueEntry::firstSeenAt)
          .thenComparing(entry -> entry.container().id());

  private final Snapshot snapshot;
  private final PoolView pool;
  private final Sizer sizer;
  private final boolean cancelUnsatisfiable;
  private final Places places;

  private final List<Plan.Start> starts = new ArrayList<>();
  private final List<ContainerId> locks = new ArrayList<>();
  private final List<Plan.Unlock> unlocks = new ArrayList<>();
  private final List<InstanceType> creates = new ArrayList<>();
  private final List<Plan.Cancel> cancels = new ArrayList<>();
  private final List<Attempt> overQuotaLocked = new ArrayList<>();
  private final Map<ContainerId, ContainerStatus> statuses = new LinkedHashMap<>();

  private int slots;
  private int instancesLeft;
  private int instances;
  private int allocated;
  private int supervisors;
  private int waitingSupervisors;
  private int waitingCapacity;
  private int waitingAccount;
  private int waitingDispatcher;
  private boolean overQuota;

  Pass(Snapshot snapshot, Sizer sizer, int containersMax, boolean cancelUnsatisfiable) {
    this.snapshot = snapshot;
    this.pool = snapshot.pool();
    this.sizer = sizer;
    this.cancelUnsatisfiable = cancelUnsatisfiable;
    this.slots = pool.createSlots();
    this.instancesLeft = pool.instancesLeft();
    this.instances = pool.workers().size();
    Map<ContainerId, QueueEntry> byId = new HashMap<>();
    snapshot.entries().forEach(entry -> byId.put(entry.container().id(), entry));
    this.places = new Places(pool, byId, sizer, containersMax);
  }

  /** What runs, or is starting, first: it counts towards the limits before anything is placed. */
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

  Plan run() {
    snapshot.entries().stream().sorted(order).forEach(this::consider);
    // One stays locked, else it would be locked and unlocked in turn until its attempts run out.
    int keep = pool.workers().isEmpty() ? 0 : 1;
    overQuotaLocked.stream()
        .skip(keep)
        .forEach(attempt -> unlocks.add(new Plan.Unlock(attempt, UnlockReason.QUOTA)));
    return new Plan(
        starts,
        locks,
        unlocks,
        creates,
        overQuota ? places.unused() : List.of(),
        cancels,
        statuses);
  }

  private void consider(QueueEntry entry) {
    Container container = entry.container();
    statuses.put(container.id(), statusOf(entry, container));
  }

  private ContainerStatus statusOf(QueueEntry entry, Container container) {
    switch (container.state()) {
      case COMPLETE, CANCELLED -> {
        return new ContainerStatus.Finished();
      }
      case RUNNING -> {
        allocate(container);
        return new ContainerStatus.Running(
            container.instance() == null ? "" : container.instance().value());
      }
      case LOCKED -> {
        if (isStarted(container)) {
          allocate(container);
          return new ContainerStatus.Preparing();
        }
      }
      case QUEUED -> {}
    }
    if (container.onHold()) {
      return new ContainerStatus.OnHold();
    }
    if (mayRun(container)) {
      return new ContainerStatus.PreviousAttemptExiting();
    }
    if (!entry.sizing().fits()) {
      if (cancelUnsatisfiable) {
        cancels.add(new Plan.Cancel(container.id(), entry.sizing().error()));
      }
      return new ContainerStatus.NothingFits(entry.sizing().error());
    }
    if (snapshot.draining()) {
      unlockIfLocked(container, UnlockReason.QUOTA);
      return new ContainerStatus.Draining();
    }
    return place(entry, container);
  }

  private boolean isStarted(Container container) {
    return container.instance() != null
        || pool.runs(container.id()).stream()
            .anyMatch(run -> run.attempt().number() == container.attempt());
  }

  private boolean mayRun(Container container) {
    return pool.runs(container.id()).stream().map(RunView::phase).anyMatch(RunView.Phase::mayRun);
  }

  private void allocate(Container container) {
    allocated++;
    supervisors += container.supervisor() ? 1 : 0;
  }

  private void unlockIfLocked(Container container, UnlockReason reason) {
    if (container.state() == ContainerState.LOCKED) {
      container
          .currentAttempt()
          .ifPresent(attempt -> unlocks.add(new Plan.Unlock(attempt, reason)));
    }
  }

  private ContainerStatus place(QueueEntry entry, Container container) {
    if (overQuota) {
      return overQuota(container);
    }
    Limits limits = snapshot.limits();
    if (limits.containers() > 0 && allocated >= limits.containers()) {
      return new ContainerStatus.DispatcherLimit(++waitingDispatcher);
    }
    if (container.supervisor() && limits.supervisors() > 0 && supervisors >= limits.supervisors()) {
      unlockIfLocked(container, UnlockReason.SUPERVISOR_LIMIT);
      return new ContainerStatus.SupervisorLimit(++waitingSupervisors);
    }
    Resources needed = sizer.resources(container.needs());
    Optional<Place> place = places.best(entry.sizing().types(), needed);
    if (place.isPresent()) {
      return put(container, place.get(), needed);
    }
    return createFor(entry, container, needed);
  }

  private ContainerStatus put(Container container, Place place, Resources needed) {
    place.room.take(needed);
    place.used = true;
    allocate(container);
    if (container.state() == ContainerState.QUEUED) {
      locks.add(container.id());
    } else if (place.ready && place.id != null) {
      Attempt attempt = new Attempt(container.id(), container.attempt());
      starts.add(new Plan.Start(attempt, place.id, place.type));
      return new ContainerStatus.Preparing();
    }
    return place.ready
        ? new ContainerStatus.Preparing()
        : new ContainerStatus.WaitingForInstance(place.type.name());
  }

  private ContainerStatus createFor(QueueEntry entry, Container container, Resources needed) {
    if (pool.atQuota() || instancesLeft <= 0) {
      overQuota = true;
      return overQuota(container);
    }
    int instanceLimit = snapshot.limits().instances();
    if (instanceLimit > 0 && instances >= instanceLimit) {
      return new ContainerStatus.DispatcherLimit(++waitingDispatcher);
    }
    List<InstanceType> booting =
        entry.sizing().types().stream()
            .filter(candidate -> !pool.bootsFailing().contains(candidate.name()))
            .toList();
    if (booting.isEmpty()) {
      return new ContainerStatus.BootsFailing(names(entry));
    }
    Optional<InstanceType> type =
        booting.stream()
            .filter(candidate -> !pool.atCapacity().contains(candidate.name()))
            .findFirst();
    if (type.isEmpty()) {
      return new ContainerStatus.AtCapacity(++waitingCapacity, names(entry));
    }
    if (slots > 0) {
      slots--;
      instancesLeft--;
      instances++;
      if (container.state() == ContainerState.LOCKED) {
        creates.add(type.get());
      }
      // For a queued one the instance is created when it is locked; others may share it already.
      put(container, places.add(null, type.get(), false), needed);
    }
    return new ContainerStatus.WaitingForInstance(type.get().name());
  }

  private static List<String> names(QueueEntry entry) {
    return entry.sizing().types().stream().map(InstanceType::name).toList();
  }

  private ContainerStatus overQuota(Container container) {
    if (container.state() == ContainerState.LOCKED) {
      container.currentAttempt().ifPresent(overQuotaLocked::add);
    }
    return new ContainerStatus.AccountLimit(++waitingAccount);
  }
}
