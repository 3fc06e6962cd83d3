package io.dispatchcloud.core;

import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.core.CostReport.Overhead;
import io.dispatchcloud.core.cost.CostSums;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All gauges, told together, and the counters of cost. A series that was told once is told for as
 * long as the dispatcher leads, with 0 where there is nothing any more. Thread-safe.
 */
final class Gauges {
  private final Meters meters;
  private final QueueTimes times;
  private final Map<Series, Double> told = new HashMap<>();
  private final Map<Cost, BigDecimal> counted = new EnumMap<>(Cost.class);
  private boolean ended;

  private record Series(Metric metric, Map<String, String> tags) {}

  /** What is added up of the account: each of these only grows. */
  private enum Cost {
    CONTAINERS,
    // Whether a boot fails turns out later; together they only grow.
    BOOT,
    FAILED_BOOT,
    IDLE,
    SHUTDOWN
  }

  Gauges(Meters meters, QueueTimes times) {
    this.meters = meters;
    this.times = times;
  }

  /** Takes one value of a look. */
  interface Board {
    void set(Metric metric, double value, String... tags);

    default void count(Metric metric, long number, String... tags) {
      set(metric, (double) number, tags);
    }
  }

  /**
   * Tells how things stand.
   *
   * @param survey what the last pass saw; null before the first
   */
  void tell(@Nullable Survey survey, CostSums costs, boolean ready, Instant now) {
    Map<Series, Double> values = new HashMap<>();
    Board board =
        (metric, value, tags) -> values.put(new Series(metric, metric.tagged(tags)), value);
    board.set(Metric.ACTIVE, 1);
    board.set(Metric.READY, ready ? 1 : 0);
    if (survey != null) {
      new QueueTally(times, now).look(survey.containers()).show(board);
      new InstanceTally(survey.at()).look(survey.workers()).show(board);
      limits(survey.limits(), board);
    }
    show(values, costs);
  }

  private static void limits(DispatcherLimits limits, Board board) {
    board.set(Metric.MAX_CONCURRENT_CONTAINERS, limits.containers());
    board.set(Metric.AT_QUOTA, limits.atQuota() ? 1 : 0);
    board.set(Metric.BUDGET_PER_HOUR, limits.budgetPerHour().doubleValue());
    Instant overloaded = limits.overloadedAt();
    board.set(Metric.LAST_503_TIME, overloaded == null ? 0 : Seconds.of(overloaded));
  }

  /** Tells that there is nothing, and what was spent last. */
  synchronized void end(CostSums costs) {
    show(Map.of(), costs);
    ended = true;
  }

  private synchronized void show(Map<Series, Double> values, CostSums costs) {
    if (ended) {
      return;
    }
    told.replaceAll((series, last) -> 0.0);
    told.putAll(values);
    told.forEach((series, value) -> meters.gauge(series.metric.series(), series.tags, value));
    count(costs);
  }

  private void count(CostSums costs) {
    BigDecimal failed = costs.overhead(Overhead.FAILED_BOOT);
    double containers = more(Cost.CONTAINERS, costs.containers());
    double boots = more(Cost.BOOT, costs.overhead(Overhead.BOOT).add(failed));
    Metric.CONTAINERS_COST.count(meters, containers);
    Metric.INSTANCES_COST.count(meters, containers, "inuse");
    Metric.INSTANCES_COST.count(meters, boots, "booting");
    Metric.INSTANCES_COST.count(meters, more(Cost.IDLE, costs.overhead(Overhead.IDLE)), "idle");
    Metric.INSTANCES_COST.count(
        meters, more(Cost.SHUTDOWN, costs.overhead(Overhead.SHUTDOWN)), "shutdown");
    Metric.BOOT_FAILURES_COST.count(meters, more(Cost.FAILED_BOOT, failed));
  }

  private double more(Cost what, BigDecimal sum) {
    BigDecimal before = counted.put(what, sum);
    return before == null ? sum.doubleValue() : sum.subtract(before).doubleValue();
  }
}
