package io.dispatchcloud.core;

import io.dispatchcloud.api.container.ContainerId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;

/**
 * What all instances have cost since a dispatcher started, in the currency of the types' prices.
 * Each second of an instance belongs to the containers on it, by their dominant shares; where there
 * are none, to an {@link Overhead}. {@code total} is exactly the sum of what containers and
 * overheads cost, and so is that of the days.
 *
 * @param since when the account begins
 * @param at until when it goes
 * @param total all of it
 * @param overheads what belongs to no container; all of them, those of 0 included
 * @param containers by container, dearest first; of those that ended, the last 10,000
 * @param earlier what those cost that are not in {@code containers} any more
 * @param labels by label name and value, of all containers; a container counts for each of its
 *     labels, so that these do not sum to anything; of the first 100 names the first 1,000 values,
 *     and 10,000 in all: what comes after them counts as {@link #OTHER}
 * @param days by day of UTC, oldest first; the last 400 days with costs, older ones in the first of
 *     them
 */
public record CostReport(
    Instant since,
    Instant at,
    BigDecimal total,
    Map<Overhead, BigDecimal> overheads,
    List<ContainerCost> containers,
    BigDecimal earlier,
    SortedMap<String, SortedMap<String, BigDecimal>> labels,
    List<Day> days) {
  /** Stands for the label values, and names, that are too many to be told apart. */
  public static final String OTHER = "(other)";

  public CostReport {
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(total, "total");
    overheads = Map.copyOf(overheads);
    containers = List.copyOf(containers);
    Objects.requireNonNull(earlier, "earlier");
    Objects.requireNonNull(labels, "labels");
    days = List.copyOf(days);
  }

  /** What an instance costs while no container is on it. */
  public enum Overhead {
    /** From the request until it was ready; of instances that came up, or may do yet. */
    BOOT,
    /** All that an instance cost that never came up. */
    FAILED_BOOT,
    /** Ready, with nothing on it. */
    IDLE,
    /** From the request to destroy it until it was gone. */
    SHUTDOWN
  }

  /**
   * What one container cost, all its attempts since the account began.
   *
   * @param container which
   * @param labels its labels
   * @param cost how much
   */
  public record ContainerCost(ContainerId container, Map<String, String> labels, BigDecimal cost) {
    public ContainerCost {
      Objects.requireNonNull(container, "container");
      labels = Map.copyOf(labels);
      Objects.requireNonNull(cost, "cost");
    }
  }

  /**
   * What one day cost.
   *
   * @param day which, of UTC
   * @param containers what belongs to containers
   * @param overhead what belongs to none
   */
  public record Day(LocalDate day, BigDecimal containers, BigDecimal overhead) {
    public Day {
      Objects.requireNonNull(day, "day");
      Objects.requireNonNull(containers, "containers");
      Objects.requireNonNull(overhead, "overhead");
    }
  }
}
