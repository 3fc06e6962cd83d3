package io.dispatchcloud.test.sim;

import org.jspecify.annotations.Nullable;

/** An event of a simulated machine: it waits while that is suspended, and never comes once dead. */
final class MachineEvent implements Runnable {
  private final Machine machine;
  private @Nullable Runnable event;
  private long dueAt = Long.MIN_VALUE;

  MachineEvent(Machine machine, Runnable event) {
    this.machine = machine;
    this.event = event;
  }

  /** When it is due by the machine's clock; as soon as possible unless that is said. */
  void dueAt(long local) {
    dueAt = local;
  }

  void cancel() {
    event = null;
  }

  @Override
  public void run() {
    Runnable due = event;
    if (due == null || machine.isDead()) {
      return;
    }
    Timeline time = machine.world.time;
    if (machine.isSuspended()) {
      time.at(machine.clock.suspendedUntil(), this);
    } else if (dueAt > machine.local()) {
      // The clock stood still in between.
      long left = machine.clock.worldDelay(dueAt - machine.local());
      time.at(time.now() + Math.max(1, left), this);
    } else {
      event = null;
      machine.happen(due);
    }
  }
}
