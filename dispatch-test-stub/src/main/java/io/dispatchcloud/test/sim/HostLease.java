package io.dispatchcloud.test.sim;

import java.time.Duration;

/** An instance that hears of no dispatcher ends itself when nothing needs it any more. */
final class HostLease {
  private static final long AGAIN = Duration.ofMinutes(1).toNanos();

  private final World world;
  private final Vm vm;
  private long ends = Vm.NEVER;
  private boolean held;
  private boolean watching;

  HostLease(World world, Vm vm) {
    this.world = world;
    this.vm = vm;
  }

  /**
   * A dispatcher was here.
   *
   * @param time for how long that is enough; nothing: for ever
   * @param hold whether the instance stays whatever comes
   */
  void renew(Duration time, boolean hold) {
    held = hold;
    ends = time.isZero() ? Vm.NEVER : world.time.now() + time.toNanos();
    if (!watching && ends != Vm.NEVER) {
      watching = true;
      world.time.at(ends, this::mayBeOver);
    }
  }

  private void mayBeOver() {
    watching = false;
    long now = world.time.now();
    if (vm.hasEnded(now) || ends == Vm.NEVER) {
      return;
    }
    if (ends > now || held || vm.runner.isBusy(now)) {
      watching = true;
      world.time.at(Math.max(ends, now + AGAIN), this::mayBeOver);
      return;
    }
    world.log.add(vm + " ends itself: its lease ran out");
    world.cloud.end(vm, Duration.ZERO);
  }
}
