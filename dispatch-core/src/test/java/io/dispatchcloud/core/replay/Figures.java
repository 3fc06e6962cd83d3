package io.dispatchcloud.core.replay;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a replay came to.
 *
 * @param jobs how many jobs there were
 * @param completed how many of them ended with exit status 0
 * @param cost dollars, from each instance's request to its end
 * @param bound what no policy can be below
 * @param waits from submission to the first start, sorted
 * @param utilisation vCPU time that jobs needed, of the vCPU time that was paid for
 * @param instances how many instances there were
 * @param instanceHours for how long, all together
 * @param interruptions how many of them were taken away
 * @param makespan from the first submission to the last end
 */
record Figures(
    int jobs,
    int completed,
    double cost,
    double bound,
    List<Duration> waits,
    double utilisation,
    int instances,
    double instanceHours,
    int interruptions,
    Duration makespan) {
  static final String HEAD =
      """
      | trace | policy | price factor | cost | of the bound | wait mean | p50 | p95 | p99 \
      | vCPUs used | instances | instance hours | taken away | makespan |
      |---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
      """;

  private static final double SECONDS_AN_HOUR = 3_600;

  Duration meanWait() {
    return waits.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(waits.size());
  }

  /** The wait that so many in a hundred did not exceed. */
  Duration wait(int percent) {
    return waits.get((percent * waits.size() + 99) / 100 - 1);
  }

  String row(String trace, String policy, String priceFactor) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | $%.2f | %.3f | %d s | %d s | %d s | %d s | %.1f %% | %d | %.1f | %d"
            + " | %.1f h |%n",
        trace,
        policy,
        priceFactor,
        cost,
        cost / bound,
        meanWait().toSeconds(),
        wait(50).toSeconds(),
        wait(95).toSeconds(),
        wait(99).toSeconds(),
        100 * utilisation,
        instances,
        instanceHours,
        interruptions,
        makespan.toSeconds() / SECONDS_AN_HOUR);
  }
}
