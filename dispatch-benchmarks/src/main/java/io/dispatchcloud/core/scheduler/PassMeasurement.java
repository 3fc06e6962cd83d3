package io.dispatchcloud.core.scheduler;

import com.google.common.collect.Iterables;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Measures passes over one workload, one after another on this thread. */
public final class PassMeasurement {
  private static final int WARM_UP_PASSES = 3;
  private static final double NANOS_A_MILLI = 1e6;

  private final int containers;
  private final int instances;
  private final Series series;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Supplier<Snapshot> next;
  private final Function<Snapshot, Plan> pass;

  // Only there so that the compiler can't leave a pass out.
  @SuppressWarnings("unused")
  private @Nullable Plan lastPlan;

  private PassMeasurement(
      int containers,
      int instances,
      Series series,
      Supplier<Snapshot> next,
      Function<Snapshot, Plan> pass) {
    this.containers = containers;
    this.instances = instances;
    this.series = series;
    this.next = next;
    this.pass = pass;
  }

  /**
   * Passes over the same, for each of which everything is read anew.
   *
   * @param containers how many wait
   * @param instances how many instances there are
   * @param series what the containers wait for
   * @param seed stands for a random order of the input
   * @return what measures them
   */
  public static PassMeasurement whole(int containers, int instances, Series series, long seed) {
    return alternating(containers, instances, series, seed, 1);
  }

  /**
   * Passes as {@link #whole}, each over another of some workloads, which differ in the random order
   * of their input. When one's turn comes again, the processor's caches have seen all the others in
   * between, as they have seen other work between two passes of a dispatcher.
   *
   * @param containers how many wait in each workload
   * @param instances how many instances there are in each
   * @param series what the containers wait for
   * @param seed stands for a random order of the input of the first
   * @param workloads how many there are, 1 or more
   * @return what measures them
   */
  public static PassMeasurement alternating(
      int containers, int instances, Series series, long seed, int workloads) {
    List<Snapshot> snapshots = new ArrayList<>();
    for (int i = 0; i < workloads; i++) {
      snapshots.add(new Workload(containers, instances, series, seed + i).snapshot());
    }
    // What it maps with is the same for all of them.
    Mapper mapper = new Workload(0, 0, series, seed).mapper();
    return new PassMeasurement(
        containers,
        instances,
        series,
        Iterables.cycle(snapshots).iterator()::next,
        snapshot -> {
          Plan plan = mapper.plan(snapshot);
          // Nothing may be left for somebody else to work out: this asks for all.
          plan.statuses().status(plan.statuses().size() - 1);
          return plan;
        });
  }

  /**
   * Passes one after another in a queue that has come to rest, of which a few containers change
   * before each of them.
   *
   * @param containers how many wait
   * @param instances how many instances there are
   * @param series what the containers wait for
   * @param seed stands for what changes
   * @param changed how many change before each pass
   * @return what measures them
   */
  public static PassMeasurement changing(
      int containers, int instances, Series series, long seed, int changed) {
    Workload workload = new Workload(containers, instances, series, seed);
    SettledWorkload settled = new SettledWorkload(workload, seed);
    Planner planner = workload.mapper().planner();
    return new PassMeasurement(
        containers,
        instances,
        series,
        () -> {
          settled.change(changed);
          return settled.snapshot();
        },
        snapshot -> {
          planner.look(snapshot.entries(), snapshot.pool());
          return planner.plan(snapshot.limits(), snapshot.draining());
        });
  }

  /**
   * Makes passes that do not count, so that what counts is compiled: three at the least, and more
   * until the time is over.
   *
   * @param time how long
   * @return how long the last of them took
   */
  public Duration warmUp(Duration time) {
    long begin = System.nanoTime();
    long last = 0;
    for (int i = 0; i < WARM_UP_PASSES || System.nanoTime() - begin < time.toNanos(); i++) {
      Snapshot snapshot = next.get();
      long before = System.nanoTime();
      lastPlan = pass.apply(snapshot);
      last = System.nanoTime() - before;
    }
    return Duration.ofNanos(last);
  }

  /**
   * Makes passes that count.
   *
   * @param passes how many, 1 or more
   * @return what was measured
   */
  public PassFigures measure(int passes) {
    long[] times = new long[passes];
    long bytes = 0;
    Plan plan = null;
    for (int i = 0; i < passes; i++) {
      Snapshot snapshot = next.get();
      long bytesBefore = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      long before = System.nanoTime();
      plan = pass.apply(snapshot);
      times[i] = System.nanoTime() - before;
      bytes += threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytesBefore;
    }
    if (plan == null) {
      throw new IllegalArgumentException("passes: '" + passes + "'; expected 1 or more");
    }
    Arrays.sort(times);
    return new PassFigures(
        containers,
        instances,
        series,
        median(times) / NANOS_A_MILLI,
        times[0] / NANOS_A_MILLI,
        bytes / passes,
        plan.starts().size(),
        plan.creates().size(),
        plan.locks().size(),
        PassFigures.startsFnv(plan),
        PassFigures.createsFnv(plan));
  }

  private static double median(long[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : (sorted[middle - 1] + (double) sorted[middle]) / 2;
  }
}
