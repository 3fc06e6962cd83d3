package io.dispatchcloud.core.cost;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.CostReport;
import io.dispatchcloud.core.CostReport.ContainerCost;
import io.dispatchcloud.core.CostReport.Day;
import io.dispatchcloud.core.CostReport.Overhead;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all instances have cost since the start, by container, by overhead, by label and by day. All
 * of it is sums of the same amounts, so the parts sum to the total exactly. Belongs to the loop.
 */
public final class CostAccount {
  static final int CONTAINERS = 10_000;
  static final int LABELS = 10_000;
  static final int LABEL_NAMES = 100;
  static final int LABEL_VALUES = 1_000;
  static final int DAYS = 400;
  private static final int SCALE = 15;
  private static final Comparator<ContainerCost> DEAREST_FIRST =
      Comparator.comparing(ContainerCost::cost).reversed().thenComparing(ContainerCost::container);

  private final Instant since;
  private final BiFunction<ContainerId, @Nullable InstanceType, Share> shares;
  // Those that are on no instance in the order in which they left; they go, the first ones first,
  // when there are too many.
  private final Map<ContainerId, Entry> containers = new LinkedHashMap<>();
  private final Map<Overhead, BigDecimal> overheads = new EnumMap<>(Overhead.class);
  private final TreeMap<String, TreeMap<String, BigDecimal>> labels = new TreeMap<>();
  private final TreeMap<LocalDate, Day> days = new TreeMap<>();
  private BigDecimal earlier = BigDecimal.ZERO;
  private BigDecimal total = BigDecimal.ZERO;
  private int onInstances;
  private int labelValues;

  /** One container. There is one for each that runs: so it has its share's parts. */
  private static final class Entry {
    private long weight = Share.UNKNOWN.weight();
    private Map<String, String> labels = Share.UNKNOWN.labels();
    private BigDecimal cost = BigDecimal.ZERO;
    private int places;

    void take(Share share) {
      weight = share.weight();
      labels = share.labels();
    }
  }

  /**
   * An empty account.
   *
   * @param since when it begins
   * @param shares tells a container's share of an instance of some type
   */
  public CostAccount(Instant since, BiFunction<ContainerId, @Nullable InstanceType, Share> shares) {
    this.since = since;
    this.shares = shares;
    for (Overhead overhead : Overhead.values()) {
      overheads.put(overhead, BigDecimal.ZERO);
    }
  }

  /**
   * Begins to count for an instance that was just asked for, or found.
   *
   * @param type its type; null if that is not configured any more
   * @param from when it begins to cost
   * @param source tells what it has cost until some time
   * @return its meter
   */
  public InstanceMeter open(@Nullable InstanceType type, Instant from, CostSource source) {
    return new InstanceMeter(this, type, from, source);
  }

  void moveIn(List<Attempt> attempts, @Nullable InstanceType type) {
    for (Attempt attempt : attempts) {
      ContainerId id = attempt.container();
      Entry entry = containers.computeIfAbsent(id, unknown -> new Entry());
      Share share = shares.apply(id, type);
      if (!share.equals(Share.UNKNOWN)) {
        // Else what was known of it before is better than nothing.
        entry.take(share);
      }
      onInstances += entry.places == 0 ? 1 : 0;
      entry.places++;
    }
  }

  void moveOut(List<Attempt> attempts) {
    for (Attempt attempt : attempts) {
      Entry entry = containers.get(attempt.container());
      if (entry != null) {
        entry.places--;
        if (entry.places == 0) {
          onInstances--;
          containers.remove(attempt.container());
          containers.put(attempt.container(), entry);
        }
      }
    }
    if (containers.size() - onInstances > CONTAINERS + CONTAINERS / 10) {
      letGo();
    }
  }

  /** Makes room: a tenth at once, so that looking for them costs little. */
  private void letGo() {
    int surplus = containers.size() - onInstances - CONTAINERS;
    var each = containers.values().iterator();
    while (surplus > 0 && each.hasNext()) {
      Entry entry = each.next();
      if (entry.places == 0) {
        earlier = earlier.add(entry.cost);
        each.remove();
        surplus--;
      }
    }
  }

  void bookContainers(LocalDate day, BigDecimal amount, List<Attempt> occupants) {
    List<Entry> entries = new ArrayList<>();
    long weights = 0;
    for (Attempt attempt : occupants) {
      Entry entry = containers.computeIfAbsent(attempt.container(), unknown -> new Entry());
      entries.add(entry);
      weights += entry.weight;
    }
    BigDecimal left = amount;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      // What rounding leaves is the last one's, so that nothing is left.
      BigDecimal part = i == entries.size() - 1 ? left : part(amount, entry.weight, weights);
      left = left.subtract(part);
      entry.cost = entry.cost.add(part);
      bookLabels(entry.labels, part);
    }
    total = total.add(amount);
    bookDay(new Day(day, amount, BigDecimal.ZERO));
  }

  private static BigDecimal part(BigDecimal amount, long weight, long weights) {
    return amount
        .multiply(BigDecimal.valueOf(weight))
        .divide(BigDecimal.valueOf(weights), Math.max(SCALE, amount.scale()), RoundingMode.DOWN);
  }

  private void bookLabels(Map<String, String> of, BigDecimal part) {
    // Which names are the last that have room must not depend on a map's order.
    boolean scarce = labels.size() + of.size() > LABEL_NAMES;
    (scarce ? new TreeMap<>(of) : of).forEach((name, value) -> bookLabel(name, value, part));
  }

  private void bookLabel(String name, String value, BigDecimal part) {
    boolean named = labels.containsKey(name) || labels.size() < LABEL_NAMES;
    TreeMap<String, BigDecimal> values =
        labels.computeIfAbsent(named ? name : CostReport.OTHER, unknown -> new TreeMap<>());
    boolean room = values.size() < LABEL_VALUES && labelValues < LABELS;
    boolean valued = named && (values.containsKey(value) || room);
    int before = values.size();
    values.merge(valued ? value : CostReport.OTHER, part, BigDecimal::add);
    labelValues += values.size() - before;
  }

  void bookOverhead(LocalDate day, BigDecimal amount, Overhead overhead) {
    overheads.merge(overhead, amount, BigDecimal::add);
    total = total.add(amount);
    bookDay(new Day(day, BigDecimal.ZERO, amount));
  }

  private void bookDay(Day more) {
    days.merge(more.day(), more, CostAccount::sum);
    while (days.size() > DAYS) {
      Day oldest = days.pollFirstEntry().getValue();
      LocalDate first = days.firstKey();
      days.merge(first, new Day(first, oldest.containers(), oldest.overhead()), CostAccount::sum);
    }
  }

  private static Day sum(Day one, Day other) {
    return new Day(
        one.day(), one.containers().add(other.containers()), one.overhead().add(other.overhead()));
  }

  /** What was booked as the boot of an instance belongs to one that never came up. */
  void bootFailed(BigDecimal boot) {
    overheads.merge(Overhead.BOOT, boot.negate(), BigDecimal::add);
    overheads.merge(Overhead.FAILED_BOOT, boot, BigDecimal::add);
  }

  /**
   * What is booked, in sums.
   *
   * @return the sums, whose total is that of the account
   */
  public CostSums sums() {
    BigDecimal overhead = overheads.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    return new CostSums(total.subtract(overhead), overheads);
  }

  /**
   * The account as it is; all meters must have been booked. Only writes down what there is: to sort
   * ten thousand containers is not for the one thread that decides.
   *
   * @param now until when
   * @return makes a report of it, on any thread
   */
  public Supplier<CostReport> report(Instant now) {
    List<ContainerCost> costs = new ArrayList<>(containers.size());
    containers.forEach((id, entry) -> costs.add(new ContainerCost(id, entry.labels, entry.cost)));
    TreeMap<String, SortedMap<String, BigDecimal>> byLabel = new TreeMap<>();
    labels.forEach((name, values) -> byLabel.put(name, new TreeMap<>(values)));
    Map<Overhead, BigDecimal> ofOverheads = Map.copyOf(overheads);
    BigDecimal sum = total;
    BigDecimal sumOfEarlier = earlier;
    List<Day> byDay = List.copyOf(days.values());
    return () -> {
      List<ContainerCost> sorted = costs.stream().sorted(DEAREST_FIRST).toList();
      return new CostReport(since, now, sum, ofOverheads, sorted, sumOfEarlier, byLabel, byDay);
    };
  }
}
