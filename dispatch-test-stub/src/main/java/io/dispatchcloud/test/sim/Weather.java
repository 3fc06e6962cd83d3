package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Container;
import java.time.Duration;
import java.util.List;

/** What goes wrong in the world by itself, and what other people do. */
final class Weather {
  private static final Duration LONG = Duration.ofMinutes(15);
  private static final int PRIORITIES = 6;
  private static final double OPERATIONS_AN_HOUR = 6;

  private final World world;
  private final Dispatchers dispatchers;
  private final SplitMix chance;

  Weather(World world, Dispatchers dispatchers) {
    this.world = world;
    this.dispatchers = dispatchers;
    this.chance = world.chance.split();
  }

  void begin() {
    for (Fault fault : world.plan.faults()) {
      if (fault.unit() == Fault.Unit.PER_HOUR) {
        next(fault);
      }
    }
    operate();
  }

  /** Tags change only when an operator, or a rule, says what becomes of an instance. */
  private void operate() {
    if (tagsMatter()) {
      world.time.after(
          chance.untilNext(OPERATIONS_AN_HOUR),
          () -> {
            if (tagsMatter()) {
              dispatchers.operate();
            }
            operate();
          });
    }
  }

  private boolean tagsMatter() {
    return world.plan.rate(Fault.TAGS_LATE) > 0 || world.plan.rate(Fault.TAGS_LOST) > 0;
  }

  private void next(Fault fault) {
    double rate = world.plan.rate(fault);
    if (rate > 0) {
      world.time.after(
          chance.untilNext(rate),
          () -> {
            if (world.plan.rate(fault) > 0) {
              happen(fault);
              next(fault);
            }
          });
    }
  }

  private void happen(Fault fault) {
    switch (fault) {
      case QUOTA -> quota();
      case CAPACITY_TYPE -> full(fault, "type " + chance.oneOf(types()).name());
      case CAPACITY_GROUP ->
          full(fault, "group " + SimulatedCloud.group(chance.oneOf(types())).name());
      case CAPACITY_ZONE -> full(fault, "zone");
      case USER_CANCELS, USER_CHANGES_PRIORITY, USER_DELETES -> user(fault);
      case DISPATCHER_DIES -> dispatchers.dies();
      case DISPATCHER_DOUBLED -> dispatchers.doubled();
      case CLOCK_JUMPS -> dispatchers.suspended();
      case STORE_CUT_OFF -> dispatchers.storeCutOff();
      default -> {
        // The others happen to instances, or when something is asked for.
      }
    }
  }

  private List<InstanceType> types() {
    return world.config.instanceTypes();
  }

  private void quota() {
    int now = world.cloud.livingCount();
    int quota = chance.nextInt(now + 3);
    world.struck(Fault.QUOTA, quota);
    world.cloud.limit(quota, chance.upTo(LONG));
  }

  private void full(Fault fault, String what) {
    world.struck(fault, what);
    world.cloud.fill(what, chance.upTo(LONG));
  }

  private void user(Fault fault) {
    List<Container> waiting = world.store.waiting();
    if (waiting.isEmpty()) {
      return;
    }
    Container container = chance.oneOf(waiting);
    switch (fault) {
      case USER_CANCELS -> world.store.cancel(container.id());
      case USER_DELETES -> world.store.delete(container.id());
      default -> {
        // A hold is released some time.
        long priority = chance.nextInt(PRIORITIES);
        world.store.setPriority(container.id(), priority);
        if (priority == 0) {
          world.time.after(chance.upTo(LONG), () -> release(container));
        }
      }
    }
  }

  private void release(Container container) {
    Container now = world.store.find(container.id());
    if (now != null && now.onHold() && !now.state().isFinal()) {
      world.store.setPriority(now.id(), 1 + chance.nextInt(PRIORITIES - 1));
    }
  }

  /** All that is wrong ends, and what is on hold is released. */
  void heal() {
    world.log.add("all is well from now on");
    world.plan = FaultPlan.none();
    world.cloud.heal();
    dispatchers.heal();
    world.store.waiting().forEach(this::release);
  }
}
