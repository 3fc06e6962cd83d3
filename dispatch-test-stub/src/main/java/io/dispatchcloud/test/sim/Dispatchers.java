package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.core.DispatchListener;
import io.dispatchcloud.core.Dispatcher;
import io.dispatchcloud.core.DispatcherBuilder;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.SteppedDispatcher;
import io.dispatchcloud.core.WorkerView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dispatchers, and who starts a new one when one has died. */
final class Dispatchers {
  private static final Duration RESTART = Duration.ofSeconds(20);
  private static final Duration SUSPENDED = Duration.ofSeconds(60);
  private static final double DRIFT_MOST = 0.001;
  // To account for everything costs more than a pass.
  private static final int ACCOUNT_EACH = 100;
  private static final int AT_ONCE = 3;
  private static final Duration HELD = Duration.ofMinutes(15);

  private final World world;
  private final Simulation simulation;
  private final SplitMix chance;
  private final List<Incarnation> alive = new ArrayList<>();
  private final Set<InstanceId> heldByPeople = new HashSet<>();
  private int started;
  private boolean restartPlanned;
  private DispatchListener also = event -> {};

  private static final class Incarnation {
    private final Machine machine;
    private final SteppedDispatcher dispatcher;
    private @Nullable DispatcherSnapshot seen;
    private int untilAccount = ACCOUNT_EACH;

    Incarnation(Machine machine, SteppedDispatcher dispatcher) {
      this.machine = machine;
      this.dispatcher = dispatcher;
    }
  }

  Dispatchers(World world, Simulation simulation) {
    this.world = world;
    this.simulation = simulation;
    this.chance = world.chance.split();
  }

  int started() {
    return started;
  }

  /** A process with a dispatcher begins. */
  void start() {
    restartPlanned = false;
    Machine machine = new Machine(world, "d" + ++started, rate());
    DispatcherBuilder parts =
        Dispatcher.builder(simulation.config)
            .driver(simulation.driver.around(new Account(world, machine), machine), Map.of())
            .executors(simulation.executors.around(new Connections(world, machine), machine))
            .controller(simulation.controller.around(new StoreLine(world, machine), machine))
            .listener(event -> tell(machine, event));
    if (simulation.placement != null) {
      parts.placement(simulation.placement);
    }
    SteppedDispatcher dispatcher = new SteppedDispatcher(parts, machine);
    alive.add(new Incarnation(machine, dispatcher));
    world.log.add(machine.name + " starts");
    // How that ended shows in its snapshot.
    dispatcher.start(outcome -> {});
  }

  private double rate() {
    if (!chance.chance(world.plan.rate(Fault.CLOCK_DRIFTS))) {
      return 1;
    }
    double drift = DRIFT_MOST * (2 * chance.nextDouble() - 1);
    world.struck(Fault.CLOCK_DRIFTS, "d" + started + " " + Math.round(drift * 1e6) + " ppm");
    return 1 + drift;
  }

  private void tell(Machine machine, DispatchEvent event) {
    if (event.kind() == DispatchEvent.Kind.INSTANCE_REQUESTED) {
      world.config.instanceTypes().stream()
          .filter(type -> type.name().equals(event.instanceType()))
          .forEach(type -> world.judge.requested(machine, type));
    }
    StringBuilder text = new StringBuilder(machine.name + ": " + event.kind());
    add(text, event.instance());
    add(text, event.instanceType());
    if (!event.container().isEmpty()) {
      add(text, event.container() + "#" + event.attempt());
    }
    add(text, event.detail());
    world.log.add(text.toString());
    also.onEvent(event);
  }

  private static void add(StringBuilder text, String word) {
    if (!word.isEmpty()) {
      text.append(' ').append(word);
    }
  }

  /** Looks whether any has published something, or can't go on. */
  @SuppressWarnings("ReferenceEquality") // comparing what is in them would cost more than all else
  void look() {
    for (int i = 0; i < alive.size(); i++) {
      Incarnation each = alive.get(i);
      DispatcherSnapshot snapshot = each.dispatcher.snapshot().orElse(null);
      if (snapshot != null && snapshot != each.seen) {
        each.seen = snapshot;
        published(each, snapshot);
      }
    }
  }

  private void published(Incarnation each, DispatcherSnapshot snapshot) {
    world.judge.published(each.machine.name, snapshot);
    if (--each.untilAccount == 0) {
      each.untilAccount = ACCOUNT_EACH;
      each.dispatcher.costs().ifPresent(costs -> world.judge.accounted(each.machine.name, costs));
    }
    if (snapshot.state() == DispatcherState.FAILED
        || snapshot.state() == DispatcherState.LEASE_LOST) {
      world.log.add(each.machine.name + " ends: " + snapshot.state());
      bury(each);
    }
  }

  private void bury(Incarnation each) {
    each.machine.die();
    alive.remove(each);
    if (alive.isEmpty() && !restartPlanned) {
      restartPlanned = true;
      world.time.after(chance.upTo(RESTART), this::start);
    }
  }

  /** Has somebody else told of what the dispatchers do, too. */
  void tellAlso(DispatchListener listener) {
    also = listener;
  }

  /** The active one; empty if none is. */
  Optional<SteppedDispatcher> leader() {
    return alive.stream()
        .filter(each -> each.seen != null && each.seen.state() == DispatcherState.ACTIVE)
        .map(each -> each.dispatcher)
        .findFirst();
  }

  /** What the active one has published last; null if none is active. */
  @Nullable DispatcherSnapshot active() {
    for (Incarnation each : alive) {
      DispatcherSnapshot snapshot = each.seen;
      if (snapshot != null && snapshot.state() == DispatcherState.ACTIVE) {
        return snapshot;
      }
    }
    return null;
  }

  private @Nullable Incarnation any() {
    return alive.isEmpty() ? null : chance.oneOf(alive);
  }

  // What goes wrong with them.

  void dies() {
    Incarnation any = any();
    if (any == null) {
      return;
    }
    if (chance.chance(0.3)) {
      world.log.add(any.machine.name + " is stopped");
      any.dispatcher.stop(() -> bury(any));
    } else {
      world.struck(Fault.DISPATCHER_DIES, any.machine.name);
      bury(any);
    }
  }

  void doubled() {
    Incarnation any = any();
    if (any == null) {
      return;
    }
    world.struck(Fault.DISPATCHER_DOUBLED, any.machine.name);
    if (alive.size() < AT_ONCE) {
      start();
    }
    Duration time = chance.between(Duration.ofSeconds(5), SUSPENDED);
    world.time.after(
        chance.upTo(Duration.ofSeconds(5)),
        () -> {
          if (world.plan.rate(Fault.DISPATCHER_DOUBLED) > 0) {
            any.machine.suspend(time, chance.nextBoolean());
          }
        });
  }

  void suspended() {
    Incarnation any = any();
    if (any != null) {
      Duration time = chance.upTo(SUSPENDED);
      world.struck(Fault.CLOCK_JUMPS, any.machine.name + " " + time.toMillis() + "ms");
      any.machine.suspend(time, chance.nextBoolean());
    }
  }

  void storeCutOff() {
    Incarnation any = any();
    if (any != null) {
      world.struck(Fault.STORE_CUT_OFF, any.machine.name);
      long until = world.time.now() + chance.upTo(SUSPENDED).toNanos();
      any.machine.storeCutOffUntil = Math.max(any.machine.storeCutOffUntil, until);
    }
  }

  // What an operator does with instances.

  /** An operator drains an instance, or holds it for a while. */
  void operate() {
    DispatcherSnapshot snapshot = active();
    List<WorkerView> workers = snapshot == null ? List.of() : snapshot.workers();
    if (workers.isEmpty()) {
      return;
    }
    InstanceId id = chance.oneOf(workers).id();
    if (id != null) {
      set(id, chance.nextBoolean() ? IdleBehavior.HOLD : IdleBehavior.DRAIN);
      world.time.after(chance.upTo(HELD), this::release);
    }
  }

  /** People want an instance held until they say otherwise, whatever simulated operators do. */
  void peopleSay(InstanceId id, IdleBehavior behavior) {
    if (behavior == IdleBehavior.HOLD) {
      heldByPeople.add(id);
    } else {
      heldByPeople.remove(id);
    }
  }

  boolean isAnyHeldByPeople(DispatcherSnapshot snapshot) {
    return snapshot.workers().stream()
        .map(WorkerView::id)
        .anyMatch(id -> id != null && heldByPeople.contains(id));
  }

  /** All that simulated operators hold is not held any more. */
  void release() {
    DispatcherSnapshot snapshot = active();
    for (WorkerView worker : snapshot == null ? List.<WorkerView>of() : snapshot.workers()) {
      InstanceId id = worker.id();
      if (id != null && worker.behavior() == IdleBehavior.HOLD && !heldByPeople.contains(id)) {
        set(id, IdleBehavior.RUN);
      }
    }
  }

  private void set(InstanceId id, IdleBehavior behavior) {
    world.log.add("operator says " + behavior.word() + " to " + id);
    for (Incarnation each : alive) {
      each.machine.after(
          Duration.ZERO, () -> each.dispatcher.setIdleBehavior(id, behavior, "an operator"));
    }
  }

  void heal() {
    alive.forEach(each -> each.machine.storeCutOffUntil = 0);
  }
}
