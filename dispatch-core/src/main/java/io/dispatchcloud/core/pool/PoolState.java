package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.core.CostReport;
import io.dispatchcloud.core.DispatchEvent.Kind;
import io.dispatchcloud.core.Hindrance;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.cloud.CloudCalls;
import io.dispatchcloud.core.cost.CostAccount;
import io.dispatchcloud.core.cost.CostSums;
import io.dispatchcloud.core.cost.InstanceMeter;
import io.dispatchcloud.core.loop.Events;
import io.dispatchcloud.core.loop.Loop;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the parts of the pool share. Belongs to the loop. */
final class PoolState {
  private static final Logger LOG = LoggerFactory.getLogger(PoolState.class);

  private static final int BOOKED_AT_ONCE = 50;
  private static final int CALLS_TO_BOOK_ALL = 60;

  final Loop loop;
  final PoolSettings settings;
  final InstanceSet instances;
  final Events events;
  final Hosts hosts;
  final Runnable changed;
  final CreateLimits limits;
  final CloudCalls cloud;
  final BootBreaker breaker;
  final BooleanSupplier mayAct;
  final CostAccount costs;
  final PoolMeters meters;
  boolean stopped;

  // Sorted, so that nothing depends on the order in which a listing came.
  final Workers workers = new Workers();
  final Map<String, PendingCreate> pending = new LinkedHashMap<>();
  // Attempts whose instance is gone, until they are forgotten.
  final TreeMap<Attempt, Run> orphans = new TreeMap<>();
  BigDecimal costOfGone = BigDecimal.ZERO;
  @Nullable Instant firstListingBegan;
  @Nullable Instant lastListingBegan;
  private long counter;
  private int bookedLast;
  private boolean toldOfStretch;

  PoolState(PoolParts parts, PoolSettings settings) {
    this.loop = parts.loop();
    this.settings = settings;
    this.instances = parts.instances();
    this.events = parts.events();
    this.hosts = parts.hosts();
    this.mayAct = parts.mayAct();
    this.costs = parts.costs();
    this.meters = parts.meters();
    this.changed = parts.changed();
    this.breaker = new BootBreaker(settings.breakerFailures(), settings.breakerCap());
    this.cloud = new CloudCalls(loop, settings.maxCloudOpsPerSecond());
    this.limits = new CreateLimits(settings.quotaRetry(), instances::quotaGroup);
  }

  Instant now() {
    return loop.instant();
  }

  /** What everything has cost until now. */
  Supplier<CostReport> costs() {
    Instant now = now();
    for (Worker worker : workers.all()) {
      if (worker.meter != null) {
        worker.meter.book(now);
      }
    }
    return costs.report(now);
  }

  /**
   * What everything has cost, as far as it is booked. Some are booked with each call, so that each
   * one is every minute if this is called every second: all at once would take long.
   *
   * @param all whether to book all now
   */
  CostSums sums(boolean all) {
    List<Worker> each = workers.all();
    int some = Math.max(BOOKED_AT_ONCE, each.size() / CALLS_TO_BOOK_ALL + 1);
    for (int i = all ? each.size() : Math.min(each.size(), some); i > 0; i--) {
      bookedLast = (bookedLast + 1) % each.size();
      InstanceMeter meter = each.get(bookedLast).meter;
      if (meter != null) {
        meter.book(now());
      }
    }
    return costs.sums();
  }

  /** The next number in the order of events. */
  long tick() {
    return ++counter;
  }

  /** How many instances there are or may be: what counts against every limit. */
  int instanceCount() {
    return workers.size() + pending.size();
  }

  /** How many of a type are being created, or have not come up yet. */
  int booting(InstanceType type) {
    long pendingOnes = pending.values().stream().filter(create -> create.type.equals(type)).count();
    long workersBooting =
        workers.all().stream()
            .filter(worker -> worker.state == WorkerState.BOOTING && type.equals(worker.type))
            .count();
    return Math.toIntExact(pendingOnes + workersBooting);
  }

  /** Why none of a type is created now, if its boots fail; else null. */
  @Nullable Hindrance failingBoots(InstanceType type, Instant now) {
    Instant until = brokenUntil(type, now);
    if (until == null) {
      return null;
    }
    return new Hindrance.BootsFailing(until.isBefore(Instant.MAX) ? until : null);
  }

  /** Whether so many boots of a type failed that no more are to be created now. */
  boolean bootsFail(InstanceType type) {
    return brokenUntil(type, now()) != null;
  }

  private @Nullable Instant brokenUntil(InstanceType type, Instant now) {
    // Counting takes a look at every worker: only where the answer depends on it.
    return breaker.hasTripped(type) ? breaker.brokenUntil(type, booting(type), now) : null;
  }

  /** How often each worker is probed, at the rate that is allowed (POOL-11). */
  Duration probeInterval() {
    Duration configured = settings.probeInterval();
    int rate = settings.maxProbesPerSecond();
    if (rate == 0) {
      return configured;
    }
    Duration needed = Duration.ofSeconds(workers.size()).dividedBy(rate);
    boolean stretched = needed.compareTo(configured) > 0;
    if (stretched && !toldOfStretch) {
      LOG.atWarn()
          .addKeyValue("instances", workers.size())
          .addKeyValue("maxProbesPerSecond", rate)
          .log("Instances are probed less often than configured, by maxProbesPerSecond");
    }
    toldOfStretch = stretched;
    return stretched ? needed : configured;
  }

  boolean isThere(Worker worker) {
    return workers.get(worker.id) == worker;
  }

  /** Moves a worker to another state; an illegal move is a bug, and says so. */
  void become(Worker worker, WorkerState next) {
    become(worker, next, "");
  }

  /** The same, and says why; nothing where there is only one reason. */
  void become(Worker worker, WorkerState next, String why) {
    if (worker.state == next) {
      return;
    }
    if (!worker.state.canBecome(next)) {
      throw new IllegalStateException(
          "instance " + worker.id + " is " + worker.state + " and can't become " + next);
    }
    String change = worker.state + " to " + next;
    events.instance(
        Kind.INSTANCE_STATE,
        worker.id,
        worker.typeName(),
        why.isEmpty() ? change : change + ": " + why);
    Instant now = now();
    meters.becomes(worker, next, now);
    worker.become(next, now);
    worker.updateMeter(now);
    changed.run();
  }

  /** Brings a worker's state in line with what runs there. */
  void settle(Worker worker) {
    settle(worker, now());
  }

  /** The same, as of a time that is kept already: one object for all that happened then. */
  void settle(Worker worker, Instant now) {
    if (worker.hasWork()) {
      worker.lastBusy = now;
    }
    switch (worker.state) {
      case SHUTDOWN -> {}
      case UNKNOWN -> {}
      case BOOTING, IDLE, RUNNING -> {
        if (worker.hasWork()) {
          become(worker, WorkerState.RUNNING);
        } else if (worker.booted) {
          become(worker, WorkerState.IDLE);
        } else {
          become(worker, WorkerState.BOOTING);
        }
      }
    }
    worker.updateMeter(now);
  }
}
