package io.dispatchcloud.test.sim;

import io.dispatchcloud.core.CostReport;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/**
 * What containers and overheads cost sums to the total exactly, as do the days; nothing is lost.
 */
final class CostsAddUp extends Checker {
  private static final String RULE = "MET cost";

  private final Map<String, BigDecimal> totals = new HashMap<>();

  CostsAddUp(Bench bench) {
    super(bench);
  }

  @Override
  public void accounted(String by, CostReport report) {
    BigDecimal parts = report.earlier();
    for (CostReport.ContainerCost container : report.containers()) {
      parts = parts.add(notNegative(by, container.container().value(), container.cost()));
    }
    for (CostReport.Overhead overhead : CostReport.Overhead.values()) {
      BigDecimal cost = report.overheads().getOrDefault(overhead, BigDecimal.ZERO);
      parts = parts.add(notNegative(by, overhead.name(), cost));
    }
    BigDecimal days = BigDecimal.ZERO;
    for (CostReport.Day day : report.days()) {
      days = days.add(day.containers()).add(day.overhead());
    }
    if (parts.compareTo(report.total()) != 0 || days.compareTo(report.total()) != 0) {
      broken(
          RULE,
          by
              + " accounts for "
              + report.total()
              + ", but its parts are "
              + parts
              + ", and its days "
              + days);
    }
    BigDecimal before = totals.put(by, report.total());
    if (before != null && before.compareTo(report.total()) > 0) {
      broken(RULE, by + " accounts for less than before: " + report.total() + ", was " + before);
    }
  }

  private BigDecimal notNegative(String by, String what, BigDecimal cost) {
    if (cost.signum() < 0) {
      broken(RULE, by + " accounts for " + cost + " of " + what);
    }
    return cost;
  }
}
