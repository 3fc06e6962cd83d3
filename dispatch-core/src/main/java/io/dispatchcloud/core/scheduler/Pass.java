package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.UnlockReason;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.scheduler.Statuses.Why;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass of the mapper over one snapshot: the rules, container by container. Used once. */
final class Pass {
  private final Snapshot snapshot;
  private final PoolView pool;
  private final boolean cancelUnsatisfiable;
  private final Intake intake;
  private final Places places;
  private final Statuses statuses;
  private final Budget budget;
  private final Chooser chooser;
  private final @Nullable Explainer explainer;

  private final List<Plan.Start> starts = new ArrayList<>();
  private List<ContainerId> locks = List.of();
  private final List<Plan.Unlock> unlocks = new ArrayList<>();
  private List<InstanceType> creates = List.of();
  private final List<Plan.Cancel> cancels = new ArrayList<>();
  private final List<Attempt> overQuotaLocked = new ArrayList<>();

  private int position;
  private int slots;
  private int instancesLeft;
  private int instances;
  private int allocated;
  private int supervisors;
  private int waitingSupervisors;
  private int waitingCapacity;
  private int waitingAccount;
  private int waitingDispatcher;
  private int waitingBudget;
  private boolean overQuota;

  Pass(
      Snapshot snapshot,
      Intake intake,
      boolean cancelUnsatisfiable,
      Budget budget,
      Chooser chooser,
      @Nullable Explainer explainer) {
    this.budget = budget;
    this.chooser = chooser;
    this.explainer = explainer;
    this.snapshot = snapshot;
    this.pool = snapshot.pool();
    this.intake = intake;
    this.places = intake.places();
    this.statuses = intake.statuses();
    this.cancelUnsatisfiable = cancelUnsatisfiable;
    this.slots = pool.createSlots();
    this.instancesLeft = pool.instancesLeft();
    this.instances = pool.workers().size();
  }

  Plan run() {
    int[] order = intake.order();
    for (position = 0; position < order.length; position++) {
      consider(order[position]);
    }
    // One stays locked, else it would be locked and unlocked in turn until its attempts run out.
    int keep = pool.workers().isEmpty() ? 0 : 1;
    for (int i = keep; i < overQuotaLocked.size(); i++) {
      unlocks.add(new Plan.Unlock(overQuotaLocked.get(i), UnlockReason.QUOTA));
    }
    List<InstanceId> shutdowns = overQuota ? places.unused() : List.of();
    return new Plan(
        starts, locks, unlocks, creates, shutdowns, cancels, statuses, chooser.failed());
  }

  private void consider(int index) {
    switch (intake.kind(index)) {
      case FINISHED -> status(Why.FINISHED, 0);
      case RUNNING -> allocated(index, Why.RUNNING);
      case STARTED -> allocated(index, Why.PREPARING);
      case ON_HOLD -> status(Why.ON_HOLD, 0);
      case EXITING -> status(Why.PREVIOUS_ATTEMPT_EXITING, 0);
      case NOTHING_FITS -> nothingFits(index);
      case WAITING -> waiting(index);
    }
  }

  private void allocated(int index, Why why) {
    count(index);
    status(why, 0);
  }

  private void count(int index) {
    allocated++;
    supervisors += intake.isSupervisor(index) ? 1 : 0;
  }

  private void nothingFits(int index) {
    if (cancelUnsatisfiable) {
      cancels.add(new Plan.Cancel(container(index).id(), intake.entry(index).sizing().error()));
    }
    status(Why.NOTHING_FITS, 0);
  }

  private void status(Why why, int figure) {
    statuses.set(position, why, figure);
  }

  private Container container(int index) {
    return intake.entry(index).container();
  }

  private void unlockIfLocked(int index, UnlockReason reason) {
    if (intake.isLocked(index)) {
      container(index)
          .currentAttempt()
          .ifPresent(attempt -> unlocks.add(new Plan.Unlock(attempt, reason)));
    }
  }

  private void waiting(int index) {
    Limits limits = snapshot.limits();
    Shape shape = intake.shape(index);
    shape.waiting -= intake.isSupervisor(index) ? 0 : 1;
    if (explainer != null && explainer.isAbout(intake.entry(index))) {
      explainer.look(places, shape);
    }
    if (snapshot.draining()) {
      unlockIfLocked(index, UnlockReason.QUOTA);
      status(Why.DRAINING, 0);
    } else if (overQuota) {
      overQuota(index);
    } else if (budget.isExceeded()) {
      status(Why.BUDGET_REACHED, ++waitingBudget);
    } else if (limits.containers() > 0 && allocated >= limits.containers()) {
      status(Why.DISPATCHER_LIMIT, ++waitingDispatcher);
    } else if (intake.isSupervisor(index)
        && limits.supervisors() > 0
        && supervisors >= limits.supervisors()) {
      unlockIfLocked(index, UnlockReason.SUPERVISOR_LIMIT);
      status(Why.SUPERVISOR_LIMIT, ++waitingSupervisors);
    } else {
      int place = places.best(shape);
      if (place == Rooms.NONE) {
        createFor(index, shape);
      } else {
        put(index, shape, place);
      }
    }
  }

  private void put(int index, Shape shape, int place) {
    places.put(place, shape.needed);
    count(index);
    InstanceId id = places.id(place);
    boolean ready = places.isReady(place);
    if (!intake.isLocked(index)) {
      locks = open(locks);
      locks.add(container(index).id());
    } else if (ready && id != null) {
      Container container = container(index);
      Attempt attempt = new Attempt(container.id(), container.attempt());
      starts.add(new Plan.Start(attempt, id, places.type(place).type));
    }
    if (ready) {
      status(Why.PREPARING, 0);
    } else {
      status(Why.WAITING_FOR_INSTANCE, places.type(place).number);
    }
  }

  private void createFor(int index, Shape shape) {
    int instanceLimit = snapshot.limits().instances();
    Types.Known cheapest = shape.creatable;
    if (pool.atQuota() || instancesLeft <= 0) {
      overQuota = true;
      overQuota(index);
    } else if (instanceLimit > 0 && instances >= instanceLimit) {
      status(Why.DISPATCHER_LIMIT, ++waitingDispatcher);
    } else if (shape.bootsFailing) {
      status(Why.BOOTS_FAILING, 0);
    } else if (cheapest == null) {
      status(Why.AT_CAPACITY, ++waitingCapacity);
    } else if (!budget.allows(cheapest.type)) {
      status(Why.BUDGET_REACHED, ++waitingBudget);
    } else {
      Types.Known type = cheapest;
      if (slots > 0) {
        type = chooser.choose(container(index), shape, cheapest, containersLeft());
        create(index, shape, type);
      }
      status(Why.WAITING_FOR_INSTANCE, type.number);
    }
  }

  /** How many containers may be put anywhere after this one. */
  private int containersLeft() {
    int max = snapshot.limits().containers();
    return max == 0 ? Integer.MAX_VALUE : Math.max(0, max - allocated - 1);
  }

  /** For a queued one it is created when it is locked; others may share its room already. */
  private void create(int index, Shape shape, Types.Known type) {
    slots--;
    instancesLeft--;
    instances++;
    budget.take(type.type);
    if (intake.isLocked(index)) {
      creates = open(creates);
      creates.add(type.type);
    } else {
      locks = open(locks);
      locks.add(container(index).id());
    }
    places.plan(type, shape.needed);
    count(index);
  }

  /** What is decided for one is often decided for all that follow: the list grows once. */
  private <T> List<T> open(List<T> list) {
    return list.isEmpty() ? new ArrayList<>(intake.order().length - position) : list;
  }

  private void overQuota(int index) {
    if (intake.isLocked(index)) {
      container(index).currentAttempt().ifPresent(overQuotaLocked::add);
    }
    status(Why.ACCOUNT_LIMIT, ++waitingAccount);
  }
}
