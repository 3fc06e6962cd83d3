package io.dispatchcloud.test.sim;

import io.dispatchcloud.core.CostReport;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.DispatcherState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What containers and overheads cost sums to the total exactly, as do the days; and the total is
 * what the pool says of its instances one by one: nothing is lost, and nothing counted twice.
 */
final class CostsAddUp extends Checker {
  private static final String RULE = "MET cost";

  // Costs of instances are brought up each second.
  private static final Duration BROUGHT_UP_WITHIN = Duration.ofSeconds(1);

  private final Map<String, CostReport> reports = new HashMap<>();
  private final Map<String, BigDecimal> shown = new HashMap<>();

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
    CostReport before = reports.put(by, report);
    if (before != null && before.total().compareTo(report.total()) > 0) {
      broken(
          RULE,
          by + " accounts for less than before: " + report.total() + ", was " + before.total());
    }
    BigDecimal least = shown.getOrDefault(by, BigDecimal.ZERO);
    if (report.total().compareTo(least) < 0) {
      broken(RULE, by + " accounts for " + report.total() + ", and showed " + least + " before");
    }
  }

  @Override
  public void published(String by, DispatcherSnapshot snapshot) {
    if (snapshot.state() != DispatcherState.ACTIVE) {
      return;
    }
    shown.put(by, snapshot.cost());
    CostReport report = reports.get(by);
    if (report != null
        && !snapshot.at().isBefore(report.at().plus(BROUGHT_UP_WITHIN))
        && snapshot.cost().compareTo(report.total()) < 0) {
      broken(
          RULE,
          by + " shows a cost of " + snapshot.cost() + ", and accounted for " + report.total());
    }
  }

  private BigDecimal notNegative(String by, String what, BigDecimal cost) {
    if (cost.signum() < 0) {
      broken(RULE, by + " accounts for " + cost + " of " + what);
    }
    return cost;
  }
}
