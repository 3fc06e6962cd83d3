package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.core.BootOutcome;
import io.dispatchcloud.core.CostReport.Overhead;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.core.cost.CostSource;
import io.dispatchcloud.core.cost.InstanceMeter;
import io.dispatchcloud.core.loop.Timer;
import io.dispatchcloud.core.runner.RunnerClient;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The pool's record of one instance. Belongs to the loop; holds no logic of its own. There are
 * thousands: FootprintTest of dispatch-benchmarks says what one may take.
 */
final class Worker extends Occupancy implements CostSource {
  final InstanceId id;
  final @Nullable InstanceType type;
  final Executor executor;
  // Like the one there, but of no host.
  private final RunnerClient runners;
  final Instant createdAt;
  // Null if nobody can show it: no instance of ours, or one whose tags were changed.
  final @Nullable InstanceSecret secret;
  private final long addedAt;
  // Asked for by this process, and not found.
  final boolean createdHere;
  Instance instance;
  WorkerState state;
  IdleBehavior behavior;
  boolean healthy = true;
  private long stateSince;

  // Probing.
  boolean booted;
  BootOutcome boot = BootOutcome.PENDING;
  boolean deployed;
  boolean inProbeQueue;
  boolean probing;
  boolean probeAgain;
  boolean waiting;
  long watchTick;
  @Nullable Timer nextProbe;
  Instant answeredAt;
  @Nullable Instant lastProbe;
  @Nullable Instant lastAnswer;
  // Probes in a row that were not good, for POOL-14.
  int failures;
  @Nullable Instant lastFailureBegan;
  // The last probe that got no listing since the last one that did, for POOL-3.
  @Nullable Instant lastSilenceBegan;
  String lastError = "";
  // For the meters: whether somebody was let in yet, and whether it was ready before.
  boolean answeredFirst;
  boolean readyFirst;
  // When the provider takes it away; null unless it has said so. And whether it has said that it
  // may.
  @Nullable Instant takenAt;
  boolean mayBeTaken;
  // Starts in a row of which nobody knows how they ended.
  int failedStarts;

  // Listings.
  @Nullable Instant missingSince;
  @Nullable Instant missingLast;
  boolean hadAddress;
  boolean destroying;
  @Nullable Instant destroyedAt;
  boolean savingTags;
  // What the tag says for all that we know; null if that is not known.
  @Nullable IdleBehavior savedBehavior;
  private long tagsSavedAt;
  @Nullable Instant lastBusy;
  // What it cost before its price last changed, and since then.
  private BigDecimal costBefore = BigDecimal.ZERO;
  private @Nullable BigDecimal price;
  private Instant priceSince;
  // Set as soon as it is in the roster.
  @Nullable InstanceMeter meter;
  private @Nullable WorkerView lastView;
  private @Nullable Instance viewedInstance;
  private long viewedSecond;

  /** The runner there. Made when it is needed: what it takes would add up. */
  RunnerClient runner() {
    return runners.at(executor);
  }

  /** Tells the account what the instance is used for from now on. */
  void updateMeter(Instant now) {
    if (meter != null) {
      meter.update(now, attempts(), overhead());
      if (boot == BootOutcome.SUCCESS || boot == BootOutcome.ABORTED) {
        meter.bootEnded();
      }
    }
  }

  private Overhead overhead() {
    // One that was found may have come up long ago, for another dispatcher.
    if (boot == BootOutcome.FAILURE && createdHere) {
      return Overhead.FAILED_BOOT;
    }
    return switch (state) {
      case UNKNOWN, BOOTING -> Overhead.BOOT;
      case IDLE, RUNNING -> Overhead.IDLE;
      case SHUTDOWN -> Overhead.SHUTDOWN;
    };
  }

  Worker(
      Instance instance,
      @Nullable InstanceType type,
      Executor executor,
      RunnerClient runners,
      WorkerState state,
      IdleBehavior behavior,
      @Nullable InstanceSecret secret,
      Instant createdAt,
      Instant now) {
    this.id = instance.id();
    this.instance = instance;
    this.type = type;
    this.executor = executor;
    this.runners = runners;
    this.state = state;
    this.behavior = behavior;
    this.secret = secret;
    this.createdAt = createdAt;
    this.price = type == null ? null : type.price();
    this.priceSince = createdAt;
    this.addedAt = Nanos.of(now);
    this.createdHere = state == WorkerState.BOOTING;
    this.tagsSavedAt = addedAt;
    this.hadAddress = instance.address().isPresent();
    this.stateSince = addedAt;
    this.answeredAt = now;
  }

  /** When it came into the pool. */
  Instant addedAt() {
    return Nanos.instant(addedAt);
  }

  /** Since when it is in its state. */
  Instant stateSince() {
    return Nanos.instant(stateSince);
  }

  void become(WorkerState next, Instant now) {
    state = next;
    stateSince = Nanos.of(now);
  }

  /** When its tags were last saved, or had been saved when it came into the pool. */
  Instant tagsSavedAt() {
    return Nanos.instant(tagsSavedAt);
  }

  void tagsSaved(Instant now) {
    tagsSavedAt = Nanos.of(now);
  }

  String typeName() {
    return type == null ? "" : type.name();
  }

  @Override
  public BigDecimal cost(Instant now) {
    if (price == null) {
      return costBefore;
    }
    return costBefore.add(cost(price, Duration.between(priceSince, now)));
  }

  /** The provider charges another price from now on: of preemptible ones it moves. */
  void charge(BigDecimal pricePerHour, Instant now) {
    if (price == null || price.compareTo(pricePerHour) != 0) {
      if (meter != null) {
        meter.book(now);
      }
      costBefore = cost(now);
      priceSince = now;
      price = pricePerHour;
    }
  }

  static BigDecimal cost(BigDecimal pricePerHour, Duration time) {
    BigDecimal hours =
        BigDecimal.valueOf(time.toMillis())
            .divide(BigDecimal.valueOf(Duration.ofHours(1).toMillis()), 12, RoundingMode.HALF_UP);
    return pricePerHour.multiply(hours);
  }

  /**
   * How it is seen: the same object while nothing of it changes, its cost brought up each second.
   */
  WorkerView view(Instant now) {
    WorkerView last = lastView;
    if (last == null || now.getEpochSecond() != viewedSecond || !isAsIn(last)) {
      last = newView(now);
      lastView = last;
      viewedSecond = now.getEpochSecond();
      viewedInstance = instance;
    }
    return last;
  }

  @SuppressWarnings("ReferenceEquality") // what is another object is looked at again: no harm
  private boolean isAsIn(WorkerView view) {
    return viewedInstance == instance
        && view.state() == state
        && view.behavior() == behavior
        && view.healthy() == healthy
        && view.lastContainer() == lastContainer()
        && view.lastBusy() == lastBusy
        && view.lastProbe() == lastProbe
        && view.lastAnswer() == lastAnswer
        && view.boot() == boot
        && view.containers() == attempts();
  }

  private WorkerView newView(Instant now) {
    return new WorkerView(
        id,
        instance.address().orElse(""),
        type,
        state,
        behavior,
        healthy,
        attempts(),
        createdAt,
        lastContainer(),
        lastBusy,
        lastProbe,
        lastAnswer,
        boot,
        cost(now));
  }
}
