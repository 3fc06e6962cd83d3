package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.PricePoint;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

/**
 * What preemptible instances cost lately, by type and zone (EC2-6). Asked for along with listings,
 * at most once an interval for each type, and kept: telling them never blocks. Thread-safe.
 */
final class SpotPrices {
  private static final String SYSTEM = "Linux/UNIX";
  private static final int INTERVALS_BACK = 3;
  private static final int PAGE = 1_000;

  /** How long to wait after a failure that may be over soon, if the interval is no shorter. */
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);

  /** Where a price holds. */
  private record Market(String type, String zone) {}

  private final Ec2Connection connection;
  private final Duration interval;
  private final InstantSource clock;
  private final System.Logger log;
  private final ReentrantLock refreshing = new ReentrantLock();
  private final Map<String, Instant> nextDue = new ConcurrentHashMap<>();
  private final Map<Market, List<PricePoint>> prices = new ConcurrentHashMap<>();

  SpotPrices(Ec2Connection connection, Duration interval, InstantSource clock, System.Logger log) {
    this.connection = connection;
    this.interval = interval;
    this.clock = clock;
    this.log = log;
  }

  /** The prices, newest first; empty if none are known. */
  List<PricePoint> of(String type, String zone) {
    return prices.getOrDefault(new Market(type, zone), List.of());
  }

  /**
   * Asks for those that are due, within what is left of a listing's time. A failure is logged, not
   * thrown: nobody's listing should fail for want of a price. Does nothing while another thread
   * does it.
   */
  void refresh(Set<String> types, Deadline deadline) {
    if (interval.isZero() || types.isEmpty() || !refreshing.tryLock()) {
      return;
    }
    Set<String> due = new TreeSet<>();
    try {
      Instant now = clock.instant();
      for (String type : types) {
        Instant next = nextDue.get(type);
        if (next == null || !next.isAfter(now)) {
          due.add(type);
        }
      }
      if (!due.isEmpty()) {
        ask(due, now, deadline);
      }
    } catch (CloudException e) {
      log.log(System.Logger.Level.WARNING, "spot prices are not known: {0}", e.getMessage());
      if (!RefusedException.isPermanent(e) && AFTER_FAILURE.compareTo(interval) < 0) {
        Instant soon = clock.instant().plus(AFTER_FAILURE);
        due.forEach(type -> nextDue.put(type, soon));
      }
    } finally {
      refreshing.unlock();
    }
  }

  private void ask(Set<String> types, Instant now, Deadline deadline) throws CloudException {
    // Before the answer: who may not ask for prices is not to ask at each listing.
    types.forEach(type -> nextDue.put(type, now.plus(interval)));
    Map<Market, Map<Instant, BigDecimal>> found = new HashMap<>();
    Pages.forEach(
        "listing spot prices",
        deadline,
        token -> {
          DescribeSpotPriceHistoryRequest request =
              DescribeSpotPriceHistoryRequest.builder()
                  .instanceTypesWithStrings(types)
                  .productDescriptions(SYSTEM)
                  .startTime(now.minus(interval.multipliedBy(INTERVALS_BACK)))
                  .endTime(now)
                  .maxResults(PAGE)
                  .nextToken(token)
                  .build();
          var page =
              connection.call(CallKind.ASK, client -> client.describeSpotPriceHistory(request));
          page.spotPriceHistory().forEach(each -> add(each, found));
          return page.nextToken();
        });
    found.forEach((market, points) -> prices.put(market, newestFirst(points)));
  }

  /** Those of other systems, which some clouds send along, and what can't be read, are left out. */
  private static void add(SpotPrice each, Map<Market, Map<Instant, BigDecimal>> found) {
    if (each.timestamp() != null
        && each.spotPrice() != null
        && SYSTEM.equals(each.productDescriptionAsString())
        && each.spotPrice().matches("\\d{1,9}(\\.\\d{1,18})?")) {
      found
          .computeIfAbsent(
              new Market(each.instanceTypeAsString(), String.valueOf(each.availabilityZone())),
              market -> new TreeMap<>(Collections.reverseOrder()))
          .put(each.timestamp(), new BigDecimal(each.spotPrice()));
    }
  }

  private static List<PricePoint> newestFirst(Map<Instant, BigDecimal> points) {
    List<PricePoint> list = new ArrayList<>();
    points.forEach((from, price) -> list.add(new PricePoint(from, price)));
    return List.copyOf(list);
  }
}
