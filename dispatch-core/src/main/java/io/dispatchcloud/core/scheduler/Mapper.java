package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.core.sizing.Sizer;

/**
 * Decides what runs where: a function of one snapshot (section 8). It calls nothing and changes
 * nothing; the {@link Scheduler} carries its plan out. Immutable, thread-safe.
 */
final class Mapper {
  private final Sizer sizer;
  private final int containersMax;
  private final boolean cancelUnsatisfiable;

  /**
   * A mapper.
   *
   * @param sizer tells what a container takes of an instance
   * @param containersMax how many containers may run on one instance; 0 for any number
   * @param cancelUnsatisfiable whether what no type fits is cancelled (TYPE-5)
   */
  public Mapper(Sizer sizer, int containersMax, boolean cancelUnsatisfiable) {
    this.sizer = sizer;
    this.containersMax = containersMax;
    this.cancelUnsatisfiable = cancelUnsatisfiable;
  }

  /**
   * Makes a plan.
   *
   * @param snapshot what there is
   * @return what to do about it, and a status for every container
   */
  public Plan plan(Snapshot snapshot) {
    Intake intake = new Intake(snapshot.entries(), snapshot.pool(), sizer, containersMax);
    return new Pass(snapshot, intake, cancelUnsatisfiable).run();
  }
}
