package io.dispatchcloud.core.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.CostReport;
import io.dispatchcloud.core.CostReport.ContainerCost;
import io.dispatchcloud.core.CostReport.Day;
import io.dispatchcloud.core.CostReport.Overhead;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What instances cost, split over what is on them")
class CostAccountTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private final Map<String, Share> shares = new HashMap<>();
  private final CostAccount account =
      new CostAccount(START, (id, type) -> shares.getOrDefault(id.value(), Share.UNKNOWN));

  /** What costs so much an hour from the start on. */
  private static CostSource price(String perHour) {
    return until ->
        new BigDecimal(perHour)
            .multiply(BigDecimal.valueOf(Duration.between(START, until).toSeconds()))
            .divide(BigDecimal.valueOf(3600), 12, RoundingMode.HALF_UP);
  }

  private static Instant minute(long minutes) {
    return START.plus(Duration.ofMinutes(minutes));
  }

  private static List<Attempt> on(String... ids) {
    return Arrays.stream(ids).map(id -> new Attempt(new ContainerId(id), 1)).toList();
  }

  private static Map<String, String> costs(CostReport report) {
    Map<String, String> costs = new HashMap<>();
    for (ContainerCost cost : report.containers()) {
      costs.put(cost.container().value(), plain(cost.cost()));
    }
    return costs;
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  private static BigDecimal sumOfParts(CostReport report) {
    BigDecimal sum = report.earlier();
    for (ContainerCost cost : report.containers()) {
      sum = sum.add(cost.cost());
    }
    for (BigDecimal overhead : report.overheads().values()) {
      sum = sum.add(overhead);
    }
    return sum;
  }

  @Test
  @DisplayName("each second belongs to the containers there by dominant share, else to an overhead")
  void split() {
    shares.put("a", Share.of(0.5, Map.of()));
    shares.put("b", Share.of(0.25, Map.of()));
    InstanceMeter meter = account.open(null, START, price("6"));

    meter.update(minute(10), on(), Overhead.IDLE);
    meter.update(minute(20), on("a"), Overhead.IDLE);
    meter.update(minute(30), on("a", "b"), Overhead.IDLE);
    meter.update(minute(60), on(), Overhead.SHUTDOWN);
    meter.close(minute(70));

    CostReport report = account.report(minute(70)).get();
    // 0.1 a minute: boot 10, idle 10, a alone 10, both 30 as 2 to 1, shut down 10.
    assertThat(costs(report)).isEqualTo(Map.of("a", "3", "b", "1"));
    assertThat(report.overheads())
        .hasEntrySatisfying(Overhead.BOOT, cost -> assertThat(cost).isEqualByComparingTo("1"))
        .hasEntrySatisfying(Overhead.IDLE, cost -> assertThat(cost).isEqualByComparingTo("1"))
        .hasEntrySatisfying(Overhead.SHUTDOWN, cost -> assertThat(cost).isEqualByComparingTo("1"))
        .hasEntrySatisfying(
            Overhead.FAILED_BOOT, cost -> assertThat(cost).isEqualByComparingTo("0"));
    assertThat(report.total()).isEqualByComparingTo("7");
  }

  @Test
  @DisplayName("an instance that never came up is an overhead of its own, from its request on")
  void failedBoot() {
    InstanceMeter meter = account.open(null, START, price("6"));
    meter.book(minute(5));
    assertThat(account.report(minute(5)).get().overheads().get(Overhead.BOOT))
        .isEqualByComparingTo("0.5");

    meter.update(minute(10), on(), Overhead.FAILED_BOOT);
    meter.close(minute(12));

    Map<Overhead, BigDecimal> overheads = account.report(minute(12)).get().overheads();
    assertThat(overheads.get(Overhead.BOOT)).isEqualByComparingTo("0");
    assertThat(overheads.get(Overhead.FAILED_BOOT)).isEqualByComparingTo("1.2");
  }

  @Test
  @DisplayName("what was booked as boot stays so once the boot can't fail any more")
  void bootEnded() {
    InstanceMeter meter = account.open(null, START, price("6"));
    meter.book(minute(5));
    meter.bootEnded();
    meter.update(minute(10), on(), Overhead.FAILED_BOOT);
    meter.close(minute(12));

    Map<Overhead, BigDecimal> overheads = account.report(minute(12)).get().overheads();
    assertThat(overheads.get(Overhead.BOOT)).isEqualByComparingTo("1");
    assertThat(overheads.get(Overhead.FAILED_BOOT)).isEqualByComparingTo("0.2");
  }

  @Test
  @DisplayName("an instance's cost is asked for in the order of time")
  void asksInOrder() {
    List<Instant> asked = new ArrayList<>();
    InstanceMeter meter =
        account.open(
            null,
            START,
            until -> {
              asked.add(until);
              return price("6").cost(until);
            });
    meter.book(minute(10));
    meter.update(minute(20), on("a"), Overhead.IDLE);
    meter.close(minute(40 * 60));

    assertThat(asked).contains(minute(10), minute(20), minute(12 * 60), minute(40 * 60));
    assertThat(asked).isSorted();
  }

  @Test
  @DisplayName("a day ends at midnight UTC; days sum to the total")
  void days() {
    InstanceMeter meter = account.open(null, START, price("6"));
    meter.update(minute(12 * 60 - 30), on("a"), Overhead.IDLE);
    meter.update(minute(12 * 60 + 60), on(), Overhead.IDLE);
    meter.close(minute(40 * 60));

    CostReport report = account.report(minute(40 * 60)).get();
    assertThat(report.days())
        .extracting(Day::day)
        .containsExactly(
            LocalDate.parse("2026-01-01"),
            LocalDate.parse("2026-01-02"),
            LocalDate.parse("2026-01-03"));
    assertThat(report.days().get(0).containers()).isEqualByComparingTo("3");
    assertThat(report.days().get(0).overhead()).isEqualByComparingTo("69");
    assertThat(report.days().get(1).containers()).isEqualByComparingTo("6");
    BigDecimal sum =
        report.days().stream()
            .map(day -> day.containers().add(day.overhead()))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(sum).isEqualByComparingTo(report.total());
  }

  @Test
  @DisplayName("by label, each container counts for all of its labels")
  void labels() {
    shares.put("a", Share.of(0.5, Map.of("team", "red", "stage", "test")));
    shares.put("b", Share.of(0.5, Map.of("team", "blue")));
    InstanceMeter meter = account.open(null, START, price("6"));
    meter.update(START, on("a", "b"), Overhead.IDLE);
    meter.close(minute(60));

    CostReport report = account.report(minute(60)).get();
    assertThat(report.labels().get("team").get("red")).isEqualByComparingTo("3");
    assertThat(report.labels().get("team").get("blue")).isEqualByComparingTo("3");
    assertThat(report.labels().get("stage").get("test")).isEqualByComparingTo("3");
  }

  @Test
  @DisplayName("a container that the queue does not know any more keeps what was known of it")
  void unknownLater() {
    shares.put("a", Share.of(0.9, Map.of("team", "red")));
    InstanceMeter meter = account.open(null, START, price("6"));
    meter.update(START, on("a"), Overhead.IDLE);
    shares.clear();
    meter.update(minute(30), on("a", "b"), Overhead.IDLE);
    meter.close(minute(60));

    CostReport report = account.report(minute(60)).get();
    assertThat(report.labels().get("team").get("red")).isGreaterThan(new BigDecimal("5.99"));
  }

  @Test
  @DisplayName("the parts sum to the total exactly, whatever the shares and the times")
  void partsSumToTheTotal() {
    List<Overhead> overheads = List.of(Overhead.values());
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      CostAccount any =
          new CostAccount(
              START, (id, type) -> Share.of(random.nextDouble(), Map.of("k", id.value())));
      List<InstanceMeter> meters = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        meters.add(any.open(null, START, price("0." + (1 + random.nextInt(9_999)))));
      }
      long second = 0;
      for (int step = 0; step < 200; step++) {
        second += random.nextInt(10_000);
        String[] ids = new String[random.nextInt(4)];
        for (int i = 0; i < ids.length; i++) {
          ids[i] = "c" + random.nextInt(30);
        }
        Overhead overhead = overheads.get(random.nextInt(overheads.size()));
        meters.get(random.nextInt(5)).update(START.plusSeconds(second), on(ids), overhead);
      }
      Instant end = START.plusSeconds(second + 1);
      meters.forEach(meter -> meter.close(end));

      CostReport report = any.report(end).get();
      assertThat(sumOfParts(report)).as("seed %s", seed).isEqualByComparingTo(report.total());
      assertThat(report.containers()).allMatch(cost -> cost.cost().signum() >= 0);
    }
  }

  @Test
  @DisplayName("of containers that ended so many are kept; the others' cost is still in the sum")
  void bounded() {
    InstanceMeter meter = account.open(null, START, price("6"));
    int containers = 3 * CostAccount.CONTAINERS;
    for (int i = 0; i < containers; i++) {
      meter.update(START.plusSeconds(i), on("c" + i), Overhead.IDLE);
    }
    meter.close(START.plusSeconds(containers));

    CostReport report = account.report(START.plusSeconds(containers)).get();
    assertThat(report.containers())
        .hasSizeBetween(
            CostAccount.CONTAINERS, CostAccount.CONTAINERS + CostAccount.CONTAINERS / 10);
    assertThat(report.containers())
        .anyMatch(cost -> cost.container().value().equals("c" + (containers - 1)));
    assertThat(report.earlier()).isPositive();
    assertThat(sumOfParts(report)).isEqualByComparingTo(report.total());
  }

  @Test
  @DisplayName("of containers that ended those go first that ended first, however long they ran")
  void longOnesStay() {
    InstanceMeter dear = account.open(null, START, price("6"));
    InstanceMeter busy = account.open(null, START, price("6"));
    dear.update(START, on("dear"), Overhead.IDLE);
    int containers = 2 * CostAccount.CONTAINERS;
    for (int i = 0; i < containers; i++) {
      busy.update(START.plusSeconds(i), on("c" + i), Overhead.IDLE);
    }
    dear.close(START.plusSeconds(containers));
    for (int i = containers; i < containers + CostAccount.CONTAINERS / 2; i++) {
      busy.update(START.plusSeconds(i), on("c" + i), Overhead.IDLE);
    }

    assertThat(account.report(START.plusSeconds(containers)).get().containers().get(0).container())
        .isEqualTo(new ContainerId("dear"));
  }

  @Test
  @DisplayName("days are bounded, and no cost of a day is lost")
  void boundedDays() {
    InstanceMeter meter = account.open(null, START, price("6"));
    Instant end = START.plus(Duration.ofDays(CostAccount.DAYS + 10));
    meter.update(START, on("a"), Overhead.IDLE);
    meter.close(end);

    CostReport report = account.report(end).get();
    assertThat(report.days()).hasSize(CostAccount.DAYS);
    BigDecimal days =
        report.days().stream().map(Day::containers).reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(days).isEqualByComparingTo(report.total());
  }

  private BigDecimal label(CostReport report, String name, String value) {
    return report.labels().get(name).get(value);
  }

  @Test
  @DisplayName(
      "a label with a value for each container leaves room for other labels, and is summed")
  void boundedLabelValues() {
    int containers = CostAccount.LABEL_VALUES + 10;
    for (int i = 0; i < containers; i++) {
      shares.put("c" + i, Share.of(0.5, Map.of("run", "r" + i)));
    }
    shares.put("late", Share.of(0.5, Map.of("run", "late", "team", "red")));
    InstanceMeter meter = account.open(null, START, price("6"));
    for (int i = 0; i < containers; i++) {
      meter.update(minute(i * 60L), on("c" + i), Overhead.IDLE);
    }
    meter.update(minute(containers * 60L), on("late"), Overhead.IDLE);
    Instant end = minute((containers + 1) * 60L);
    meter.close(end);

    CostReport report = account.report(end).get();
    assertThat(report.labels().get("run")).hasSize(CostAccount.LABEL_VALUES + 1);
    assertThat(label(report, "run", CostReport.OTHER)).isEqualByComparingTo("66");
    assertThat(label(report, "team", "red")).isEqualByComparingTo("6");
    BigDecimal runs =
        report.labels().get("run").values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(runs).isEqualByComparingTo(report.total());
  }

  @Test
  @DisplayName("names of labels are bounded, too: what comes after them is summed")
  void boundedLabelNames() {
    int containers = CostAccount.LABEL_NAMES + 5;
    for (int i = 0; i < containers; i++) {
      shares.put("c" + i, Share.of(0.5, Map.of("name" + i, "x")));
    }
    InstanceMeter meter = account.open(null, START, price("6"));
    for (int i = 0; i < containers; i++) {
      meter.update(minute(i * 60L), on("c" + i), Overhead.IDLE);
    }
    meter.close(minute(containers * 60L));

    CostReport report = account.report(minute(containers * 60L)).get();
    assertThat(report.labels()).hasSize(CostAccount.LABEL_NAMES + 1);
    assertThat(label(report, CostReport.OTHER, CostReport.OTHER)).isEqualByComparingTo("30");
    assertThat(label(report, "name7", "x")).isEqualByComparingTo("6");
  }
}
