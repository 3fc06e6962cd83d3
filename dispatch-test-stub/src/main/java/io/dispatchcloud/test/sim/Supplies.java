package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Settings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What instances there are and were lately, and what was refused lately: what the truth of a status
 * depends on. Where a dispatcher can't know exactly, this errs on its side.
 */
final class Supplies implements Witness {
  /** So long something may be remembered, or not be known yet, that is not the case any more. */
  static final long LATELY = Duration.ofMinutes(30).toNanos();

  /** A minute by a clock that may stand still for a while. */
  private static final long CAPACITY_REMEMBERED = Duration.ofMinutes(5).toNanos();

  /** So long a call may take (SET-2): until then one that failed may still count. */
  private static final long CALL = Duration.ofMinutes(5).toNanos();

  /** Who can't list instances, for want of a lease, knows of none that it is gone. */
  private static final int LISTINGS = 5;

  private static final long REMEMBERED = Duration.ofHours(24).toNanos();
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final Checker.Bench bench;
  private final DispatcherConfig config;
  private final Duration bootPatience;
  private final Births births;
  private final Map<InstanceId, InstanceType> living = new HashMap<>();
  private final Map<String, Kind> kinds = new HashMap<>();
  private final Map<String, Asked> asked = new HashMap<>();
  // What may still count though it is gone, or was never made: its type, and since when.
  private final ArrayDeque<Formerly> formerly = new ArrayDeque<>();
  private final ArrayDeque<Long> failedAt = new ArrayDeque<>();
  private int underWay;
  private BigDecimal price = BigDecimal.ZERO;

  private record Formerly(InstanceType type, long since) {}

  /** What is known of a type. */
  private static final class Kind {
    private int living;
    private long lastSeen = NEVER;
    private long lastUp = NEVER;
  }

  /** What a dispatcher was refused, and waits for. */
  private static final class Asked {
    private final Map<String, Long> capacityAt = new HashMap<>();
    private long quotaAt = NEVER;
    private boolean overloaded;
    private boolean wasFull;
    private final ArrayDeque<Long> listings = new ArrayDeque<>(LISTINGS + 1);
    // What it has asked for so that the call is still to come.
    private int pending;
  }

  Supplies(Checker.Bench bench, DispatcherConfig config) {
    this.bench = bench;
    this.config = config;
    this.bootPatience = new Patience(config).boot();
    this.births = new Births(bootPatience.toNanos());
  }

  private Kind kind(String type) {
    return kinds.computeIfAbsent(type, name -> new Kind());
  }

  private Asked of(String by) {
    return asked.computeIfAbsent(by, name -> new Asked());
  }

  // What happens.

  @Override
  public void requested(Caller by, InstanceType type) {
    of(by.name()).pending++;
    noteWhetherFull(by.name());
  }

  @Override
  public void listed(String by, List<InstanceId> ours) {
    Asked his = of(by);
    his.listings.addLast(bench.now());
    if (his.listings.size() > LISTINGS) {
      his.listings.removeFirst();
    }
    noteWhetherFull(by);
  }

  private void noteWhetherFull(String by) {
    long most = config.get(Settings.MAX_INSTANCES);
    of(by).wasFull |= most > 0 && instancesAtMost(by) >= most;
  }

  @Override
  public void createAsked(String by, InstanceType type) {
    Asked his = of(by);
    his.pending = Math.max(0, his.pending - 1);
    underWay++;
    kind(type.name()).lastSeen = bench.now();
  }

  @Override
  public void createAnswered(String by, @Nullable InstanceId made, boolean known) {
    underWay--;
    if (made == null) {
      // The provider has decided; the dispatcher learns of it when the answer has come.
      failedAt.addLast(bench.now());
    }
  }

  private int notKnownToHaveFailed() {
    while (!failedAt.isEmpty() && bench.now() - failedAt.getFirst() > CALL) {
      failedAt.removeFirst();
    }
    return failedAt.size();
  }

  @Override
  public void refused(Caller by, InstanceType type, Refusal why) {
    Asked his = of(by.name());
    long now = bench.now();
    switch (why) {
      case TYPE -> his.capacityAt.put(type.name(), now);
      case GROUP, ALL -> {
        for (InstanceType each : config.instanceTypes()) {
          if (why == Refusal.ALL || SimulatedCloud.group(each).equals(SimulatedCloud.group(type))) {
            his.capacityAt.put(each.name(), now);
          }
        }
      }
      case ERROR -> {
        his.capacityAt.put(type.name(), now);
        formerly(type);
      }
      case QUOTA -> his.quotaAt = now;
      case RATE_LIMIT -> {
        // That is no reason that a status tells.
      }
    }
  }

  @Override
  public void overloaded(String by) {
    of(by).overloaded = true;
  }

  @Override
  public void began(InstanceId id, InstanceType type, boolean ours) {
    if (ours) {
      living.put(id, type);
      births.began(id, type.name(), bench.now());
      kind(type.name()).living++;
      price = price.add(type.price());
    }
  }

  @Override
  public void cameUp(InstanceId id) {
    InstanceType type = living.get(id);
    if (type != null) {
      kind(type.name()).lastUp = bench.now();
    }
  }

  @Override
  public void gone(InstanceId id) {
    InstanceType type = living.remove(id);
    births.gone(id);
    if (type != null) {
      Kind kind = kind(type.name());
      kind.living--;
      kind.lastSeen = bench.now();
      price = price.subtract(type.price());
      formerly(type);
    }
  }

  @Override
  public void touched(InstanceId id, boolean ours, String by, boolean destroys, Duration silent) {
    InstanceType type = living.get(id);
    if (destroys && type != null && silent.compareTo(bootPatience) >= 0) {
      births.destroyed(id, type.name(), by);
    }
  }

  @Override
  public void answered(InstanceId id) {
    births.answered(id);
  }

  private void formerly(InstanceType type) {
    formerly.addLast(new Formerly(type, bench.now()));
    dropOld();
  }

  private void dropOld() {
    while (!formerly.isEmpty() && bench.now() - formerly.getFirst().since() > REMEMBERED) {
      formerly.removeFirst();
    }
  }

  // What is the case.

  /** Whether instances of a type are there, or were asked for or there lately. */
  boolean seenLately(String type) {
    Kind kind = kind(type);
    return kind.living > 0 || bench.now() - kind.lastSeen < LATELY;
  }

  /** Whether one of these types came up, and one of them is there or was lately. */
  boolean upLately(List<String> types) {
    return types.stream().anyMatch(type -> kind(type).lastUp != NEVER && seenLately(type));
  }

  /** Whether a dispatcher was told lately that there is no room for a type, or why not else. */
  boolean noRoom(String by, String type) {
    long at = of(by).capacityAt.getOrDefault(type, NEVER);
    return bench.now() - at < CAPACITY_REMEMBERED;
  }

  /** Whether so many boots of a type failed for a dispatcher that it may stop for a while. */
  boolean bootsFailed(String by, String type) {
    long most = config.get(Settings.BREAKER_FAILURES);
    boolean capped = config.get(Settings.BREAKER_CAP).signum() > 0;
    return capped || (most > 0 && births.failedAtMost(by, type, bench.now()) >= most);
  }

  /** Whether the account's limit was told to a dispatcher lately. */
  boolean overQuota(String by) {
    Duration holds = config.get(Settings.QUOTA_RETRY);
    return bench.now() - of(by).quotaAt < holds.toNanos() + CAPACITY_REMEMBERED;
  }

  /**
   * Whether it ever learnt a limit of its own: it was told the account's, or had as many instances
   * as it may, or the store was overloaded (SCH-9).
   */
  boolean wasLimited(String by) {
    return of(by).quotaAt != NEVER || of(by).overloaded || of(by).wasFull;
  }

  /** What may count for a dispatcher though it is gone. */
  private List<Formerly> countFormerly(String by) {
    ArrayDeque<Long> listings = of(by).listings;
    long since = (listings.isEmpty() ? bench.now() : listings.getFirst()) - LATELY;
    List<Formerly> counted = new ArrayList<>();
    Iterator<Formerly> newestFirst = formerly.descendingIterator();
    while (newestFirst.hasNext()) {
      Formerly each = newestFirst.next();
      if (each.since() < since) {
        break;
      }
      counted.add(each);
    }
    return counted;
  }

  /** How many instances may count for a dispatcher at the most. */
  int instancesAtMost(String by) {
    return living.size()
        + of(by).pending
        + underWay
        + notKnownToHaveFailed()
        + countFormerly(by).size();
  }

  /** What instances that may count cost an hour at the most, those being created left out. */
  BigDecimal priceAtMost(String by) {
    BigDecimal sum = price;
    for (Formerly each : countFormerly(by)) {
      sum = sum.add(each.type().price());
    }
    return sum.add(
        dearest().multiply(BigDecimal.valueOf(underWay + notKnownToHaveFailed() + of(by).pending)));
  }

  /** What the dearest type costs an hour. */
  BigDecimal dearest() {
    Optional<BigDecimal> most =
        config.instanceTypes().stream().map(InstanceType::price).max(BigDecimal::compareTo);
    return most.orElse(BigDecimal.ZERO);
  }
}
