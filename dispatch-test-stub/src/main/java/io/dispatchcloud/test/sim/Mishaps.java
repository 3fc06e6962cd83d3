package io.dispatchcloud.test.sim;

import java.time.Duration;

/** What happens to an instance during its life. */
final class Mishaps {
  private static final Duration NOTICE = Duration.ofMinutes(2);

  private Mishaps() {}

  static void plan(World world, Vm vm, SplitMix chance) {
    for (Fault fault : world.plan.faults()) {
      if (fault.unit() == Fault.Unit.PER_HOUR && concerns(fault, vm)) {
        next(world, vm, fault, chance);
      }
    }
  }

  private static boolean concerns(Fault fault, Vm vm) {
    return switch (fault) {
      case VM_DIES, VM_CUT_OFF, DISK_FULL, RUNNER_MISSING, HOST_KEY_CHANGED, ADDRESS_CHANGES ->
          true;
      case SPOT_RECLAIM -> vm.type.preemptible();
      default -> false;
    };
  }

  private static void next(World world, Vm vm, Fault fault, SplitMix chance) {
    double rate = world.plan.rate(fault);
    if (rate > 0) {
      world.time.after(
          chance.untilNext(rate),
          () -> {
            if (!vm.hasEnded(world.time.now()) && world.plan.rate(fault) > 0) {
              happen(world, vm, fault, chance);
              next(world, vm, fault, chance);
            }
          });
    }
  }

  private static long aWhile(SplitMix chance) {
    return chance.between(Duration.ofSeconds(10), Duration.ofMinutes(14)).toNanos();
  }

  private static void happen(World world, Vm vm, Fault fault, SplitMix chance) {
    long now = world.time.now();
    if (fault != Fault.ADDRESS_CHANGES) {
      world.struck(fault, vm);
    }
    switch (fault) {
      case VM_DIES -> world.cloud.end(vm, Duration.ZERO);
      case VM_CUT_OFF -> vm.cutOffUntil = Math.max(vm.cutOffUntil, now + aWhile(chance));
      case DISK_FULL -> vm.runner.breakDown();
      case RUNNER_MISSING -> vm.runner.deployed = false;
      case HOST_KEY_CHANGED -> vm.giveWay(now, now + aWhile(chance));
      case ADDRESS_CHANGES -> world.cloud.changeAddress(vm);
      default -> takeAway(world, vm, chance);
    }
  }

  private static void takeAway(World world, Vm vm, SplitMix chance) {
    world.cloud.end(vm, NOTICE);
    vm.runner.notices().takenAway(world.time.instant().plus(NOTICE), chance);
  }
}
