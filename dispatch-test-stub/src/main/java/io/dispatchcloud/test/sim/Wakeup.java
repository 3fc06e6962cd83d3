package io.dispatchcloud.test.sim;

/** Wakes waiting work once, whichever comes first: news or the end of its time. */
final class Wakeup implements Runnable {
  private final Machine machine;
  private final Work work;
  private boolean rung;

  Wakeup(Machine machine, Work work) {
    this.machine = machine;
    this.work = work;
  }

  boolean isRung() {
    return rung;
  }

  /** There is news. */
  void ring() {
    if (!rung) {
      machine.world.time.after(machine.switches(), this);
    }
  }

  @Override
  public void run() {
    if (!rung) {
      rung = true;
      machine.goOn(work);
    }
  }
}
