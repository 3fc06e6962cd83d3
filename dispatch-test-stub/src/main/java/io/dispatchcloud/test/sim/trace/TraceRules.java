package io.dispatchcloud.test.sim.trace;

import io.dispatchcloud.api.container.ContainerSpec;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What to make of a trace: which of its records to take, and how. Immutable. */
public final class TraceRules {
  /** Everything that the trace tells enough of. */
  public static final TraceRules ALL =
      new TraceRules(Integer.MAX_VALUE, Duration.ZERO, null, null, 1L << 30, false, spec -> true);

  private final int most;
  private final Duration from;
  private final @Nullable Duration longestRun;
  private final @Nullable Duration unknownRun;
  private final long ramPerProcessor;
  private final boolean preemptible;
  private final Predicate<ContainerSpec> only;

  private TraceRules(
      int most,
      Duration from,
      @Nullable Duration longestRun,
      @Nullable Duration unknownRun,
      long ramPerProcessor,
      boolean preemptible,
      Predicate<ContainerSpec> only) {
    this.most = most;
    this.from = from;
    this.longestRun = longestRun;
    this.unknownRun = unknownRun;
    this.ramPerProcessor = ramPerProcessor;
    this.preemptible = preemptible;
    this.only = only;
  }

  /**
   * Takes only so many containers: those that came first, wherever they stand in the file.
   *
   * @param count how many at the most; 1 or more
   * @return the changed copy
   * @throws IllegalArgumentException if it is less than 1
   */
  public TraceRules most(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("most: '" + count + "'; expected 1 or more");
    }
    return new TraceRules(count, from, longestRun, unknownRun, ramPerProcessor, preemptible, only);
  }

  /**
   * Leaves out what came before a time: many traces begin with the few jobs that were there when
   * recording began.
   *
   * @param time in the trace's own time
   * @return the changed copy
   * @throws IllegalArgumentException if it is negative
   */
  public TraceRules from(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("from: '" + time + "'; expected 0 or more");
    }
    return new TraceRules(most, time, longestRun, unknownRun, ramPerProcessor, preemptible, only);
  }

  /**
   * Ends what ran longer than this after this time.
   *
   * @param time the longest run; more than nothing
   * @return the changed copy
   * @throws IllegalArgumentException if it is nothing
   */
  public TraceRules longestRun(Duration time) {
    return new TraceRules(
        most, from, positive("longestRun", time), unknownRun, ramPerProcessor, preemptible, only);
  }

  /**
   * Takes also those of which the trace does not tell how long they ran: jobs that were cancelled
   * before they began, pods that were never scheduled. Without this, they are left out.
   *
   * @param time how long they are to run; more than nothing
   * @return the changed copy
   * @throws IllegalArgumentException if it is nothing
   */
  public TraceRules unknownRun(Duration time) {
    return new TraceRules(
        most, from, longestRun, positive("unknownRun", time), ramPerProcessor, preemptible, only);
  }

  /**
   * What a job needs for each of its processors if the trace does not tell its memory; 1 GiB unless
   * said otherwise.
   *
   * @param bytes 1 or more
   * @return the changed copy
   * @throws IllegalArgumentException if it is less than 1
   */
  public TraceRules ramPerProcessor(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("ramPerProcessor: '" + bytes + "'; expected 1 or more");
    }
    return new TraceRules(most, from, longestRun, unknownRun, bytes, preemptible, only);
  }

  /**
   * Whether all containers ask for instances that the provider may take back.
   *
   * @param value true for spot instances
   * @return the changed copy
   */
  public TraceRules preemptible(boolean value) {
    return new TraceRules(most, from, longestRun, unknownRun, ramPerProcessor, value, only);
  }

  /**
   * Takes only some of the containers, such as those that an instance type is large enough for.
   *
   * @param which says of a container whether it is taken
   * @return the changed copy
   */
  public TraceRules only(Predicate<ContainerSpec> which) {
    return new TraceRules(most, from, longestRun, unknownRun, ramPerProcessor, preemptible, which);
  }

  private static Duration positive(String name, Duration time) {
    if (Objects.requireNonNull(time, name).isNegative() || time.isZero()) {
      throw new IllegalArgumentException(name + ": '" + time + "'; expected more than nothing");
    }
    return time;
  }

  int most() {
    return most;
  }

  Duration from() {
    return from;
  }

  /** The run time to simulate; null to leave it out. */
  @Nullable Duration run(@Nullable Duration recorded) {
    Duration run = recorded == null ? unknownRun : recorded;
    return run == null || longestRun == null || run.compareTo(longestRun) <= 0 ? run : longestRun;
  }

  long ramPerProcessor() {
    return ramPerProcessor;
  }

  boolean takes(ContainerSpec spec) {
    return only.test(spec);
  }

  boolean preemptible() {
    return preemptible;
  }
}
