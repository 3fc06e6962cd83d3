package io.dispatchcloud.core.scheduler;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;

/** Measures passes over one workload, one after another on this thread. */
public final class PassMeasurement {
  private static final int WARM_UP_PASSES = 3;
  private static final double NANOS_A_MILLI = 1e6;

  private final int containers;
  private final int instances;
  private final Series series;
  private final Snapshot snapshot;
  private final Mapper mapper;

  /**
   * Makes the workload.
   *
   * @param containers how many wait
   * @param instances how many instances there are
   * @param series what the containers wait for
   * @param seed stands for a random order of the input
   */
  public PassMeasurement(int containers, int instances, Series series, long seed) {
    this.containers = containers;
    this.instances = instances;
    this.series = series;
    Workload workload = new Workload(containers, instances, series, seed);
    this.snapshot = workload.snapshot();
    this.mapper = workload.mapper();
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
      long before = System.nanoTime();
      mapper.plan(snapshot);
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
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] times = new long[passes];
    long bytes = 0;
    Plan plan = null;
    for (int i = 0; i < passes; i++) {
      long bytesBefore = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      long before = System.nanoTime();
      plan = mapper.plan(snapshot);
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
