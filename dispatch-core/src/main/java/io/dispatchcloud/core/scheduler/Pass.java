package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.UnlockReason;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.scheduler.Statuses.Why;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass of the mapper over one snapshot: the rules, container by container. Used once. */
final class Pass {
  private final Situation situation;
  private final Limits limits;
  private final PoolView pool;
  private final Ledger ledger;
  private final Seekers seekers;
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

  private final Waiting waiting = new Waiting();
  private final long[] ahead = new long[Ledger.AHEAD];
  private int aheadEnd;
  private int position;
  // What is known of the container at the position.
  private long fact;
  private int slots;
  private int instancesLeft;
  private int instances;
  private int allocated;
  private int supervisors;
  private boolean overQuota;

  /** What a pass works with. */
  record Situation(
      PoolView pool,
      Limits limits,
      boolean draining,
      boolean cancelUnsatisfiable,
      Ledger ledger,
      Seekers seekers,
      Places places,
      Statuses statuses,
      Budget budget,
      Chooser chooser) {}

  Pass(Situation situation, @Nullable Explainer explainer) {
    this.situation = situation;
    this.explainer = explainer;
    this.limits = situation.limits;
    this.pool = situation.pool;
    this.ledger = situation.ledger;
    this.seekers = situation.seekers;
    this.places = situation.places;
    this.statuses = situation.statuses;
    this.budget = situation.budget;
    this.chooser = situation.chooser;
    this.slots = pool.createSlots();
    this.instancesLeft = pool.instancesLeft();
    this.instances = pool.workers().size();
  }

  Plan run() {
    // What runs comes first and counts; what has ended comes last.
    position = ledger.inGroup(0);
    aheadEnd = position;
    allocated = position;
    supervisors = ledger.supervisorsAllocated();
    int end = ledger.size() - ledger.inGroup(3);
    while (position < end && !restIsClear()) {
      if (position == aheadEnd) {
        aheadEnd = ledger.readAhead(position, end, ahead);
      }
      fact = ahead[position & Ledger.AHEAD - 1];
      consider(ledger.order[position]);
      position++;
    }
    statuses.rest(
        new Tail(ledger, position, forAll(), supervisorsWait(), seekers, new Waiting(waiting)));
    statuses.left(stand(), places);
    // One stays locked, else it would be locked and unlocked in turn until its attempts run out.
    int keep = pool.workers().isEmpty() ? 0 : 1;
    for (int i = keep; i < overQuotaLocked.size(); i++) {
      unlocks.add(new Plan.Unlock(overQuotaLocked.get(i), UnlockReason.QUOTA));
    }
    List<InstanceId> shutdowns = overQuota ? places.unused() : List.of();
    return new Plan(
        starts, locks, unlocks, creates, shutdowns, cancels, statuses, chooser.failed());
  }

  /** Whether nothing is decided any more for those that were not considered yet. */
  private boolean restIsClear() {
    if (explainer != null || (situation.cancelUnsatisfiable && ledger.nothingFits() > 0)) {
      return false;
    }
    boolean lockedFollow = position < ledger.inGroup(0) + ledger.inGroup(1);
    if (lockedFollow
        && (overQuota || situation.draining || supervisorsWait() || ledger.spentLocked() > 0)) {
      return false;
    }
    return seekers.areSettled() || forAll() != null;
  }

  /** What all wait for that were not considered yet; null if that differs. */
  private @Nullable Why forAll() {
    if (situation.draining) {
      return Why.DRAINING;
    } else if (overQuota) {
      return Why.ACCOUNT_LIMIT;
    } else if (budget.isExceeded()) {
      return Why.BUDGET_REACHED;
    }
    return limits.containers() > 0 && allocated >= limits.containers()
        ? Why.DISPATCHER_LIMIT
        : null;
  }

  private boolean supervisorsWait() {
    return limits.supervisors() > 0 && supervisors >= limits.supervisors();
  }

  private void consider(int index) {
    Ledger.Kind kind = Ledger.kind(fact);
    switch (kind) {
      case WAITING -> waiting(index);
      case NOTHING_FITS -> {
        if (situation.cancelUnsatisfiable) {
          String error = ledger.entry(index).sizing().error();
          cancels.add(new Plan.Cancel(ledger.ids[index], error));
        }
        status(Why.NOTHING_FITS);
      }
      case BUDGET_SPENT -> {
        unlockIfLocked(index, UnlockReason.BUDGET);
        status(Why.BUDGET_SPENT);
      }
      case RUNNING, STARTED, FINISHED, ON_HOLD, EXITING -> status(Statuses.why(kind));
    }
  }

  private void count() {
    allocated++;
    supervisors += Ledger.isSupervisor(fact) ? 1 : 0;
  }

  private void status(Why why) {
    statuses.set(position, why, waiting.next(why));
  }

  private void waitForInstance(Types.Known type) {
    statuses.set(position, Why.WAITING_FOR_INSTANCE, type.number);
  }

  private void unlockIfLocked(int index, UnlockReason reason) {
    if (Ledger.isLocked(fact)) {
      ledger
          .container(index)
          .currentAttempt()
          .ifPresent(attempt -> unlocks.add(new Plan.Unlock(attempt, reason)));
    }
  }

  private void waiting(int index) {
    Seeker seeker = seekers.of(Ledger.shape(fact));
    seekers.consider(seeker, Ledger.isSupervisor(fact));
    if (explainer != null && explainer.isAbout(ledger.entry(index))) {
      explainer.look(places, seeker, stand());
    }
    Why forAll = forAll();
    if (forAll != null) {
      if (forAll == Why.DRAINING) {
        unlockIfLocked(index, UnlockReason.QUOTA);
      } else if (forAll == Why.ACCOUNT_LIMIT) {
        rememberIfLocked(index);
      }
      status(forAll);
    } else if (Ledger.isSupervisor(fact) && supervisorsWait()) {
      unlockIfLocked(index, UnlockReason.SUPERVISOR_LIMIT);
      status(Why.SUPERVISOR_LIMIT);
    } else {
      place(index, seeker);
    }
  }

  /** What is left to those that follow. */
  private Stand stand() {
    boolean containersReached = limits.containers() > 0 && allocated >= limits.containers();
    return new Stand(slots, instancesLeft, instances, containersReached, budget.left());
  }

  private void place(int index, Seeker seeker) {
    Why settled = seeker.settled;
    if (settled != null && seekers.isSettled(seeker)) {
      int figure = settled == Why.WAITING_FOR_INSTANCE ? seeker.settledType : waiting.next(settled);
      statuses.set(position, settled, figure);
      return;
    }
    int place = places.best(seeker);
    if (place == Rooms.NONE) {
      createFor(index, seeker);
    } else {
      put(index, seeker.shape, place);
    }
  }

  private void put(int index, Shape shape, int place) {
    places.put(place, shape.needed);
    count();
    InstanceId id = places.id(place);
    boolean ready = places.isReady(place);
    if (!Ledger.isLocked(fact)) {
      locks = open(locks);
      locks.add(ledger.ids[index]);
    } else if (ready && id != null) {
      Attempt attempt = new Attempt(ledger.ids[index], ledger.container(index).attempt());
      starts.add(new Plan.Start(attempt, id, places.type(place).type));
    }
    if (ready) {
      status(Why.PREPARING);
    } else {
      waitForInstance(places.type(place));
    }
  }

  private void createFor(int index, Seeker seeker) {
    Types.Known cheapest = seeker.creatable;
    if (pool.atQuota() || instancesLeft <= 0) {
      overQuota = true;
      rememberIfLocked(index);
      status(Why.ACCOUNT_LIMIT);
    } else if (limits.instances() > 0 && instances >= limits.instances()) {
      settle(seeker, Why.DISPATCHER_LIMIT);
    } else if (seeker.bootsFailing) {
      settle(seeker, Why.BOOTS_FAILING);
    } else if (cheapest == null) {
      settle(seeker, Why.AT_CAPACITY);
    } else if (!budget.allows(cheapest.type)) {
      settle(seeker, Why.BUDGET_REACHED);
    } else if (slots > 0) {
      Types.Known type =
          chooser.choose(ledger.entry(index), seeker.shape, cheapest, containersLeft());
      create(index, seeker.shape, type);
      waitForInstance(type);
    } else {
      seekers.settle(seeker, Why.WAITING_FOR_INSTANCE, cheapest.number);
      waitForInstance(cheapest);
    }
  }

  private void settle(Seeker seeker, Why why) {
    seekers.settle(seeker, why, 0);
    status(why);
  }

  /** How many containers may be put anywhere after this one. */
  private int containersLeft() {
    int max = limits.containers();
    return max == 0 ? Integer.MAX_VALUE : Math.max(0, max - allocated - 1);
  }

  /** For a queued one it is created when it is locked; others may share its room already. */
  private void create(int index, Shape shape, Types.Known type) {
    slots--;
    instancesLeft--;
    instances++;
    budget.take(type.type);
    if (Ledger.isLocked(fact)) {
      creates = open(creates);
      creates.add(type.type);
    } else {
      locks = open(locks);
      locks.add(ledger.ids[index]);
    }
    places.plan(type, shape.needed);
    seekers.unsettle();
    count();
  }

  /** What is decided for one is often decided for all that follow: the list grows once. */
  private <T> List<T> open(List<T> list) {
    return list.isEmpty() ? new ArrayList<>(ledger.size() - position) : list;
  }

  private void rememberIfLocked(int index) {
    if (Ledger.isLocked(fact)) {
      ledger.container(index).currentAttempt().ifPresent(overQuotaLocked::add);
    }
  }
}
