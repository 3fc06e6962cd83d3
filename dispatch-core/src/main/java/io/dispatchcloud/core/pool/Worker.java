package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The pool's record of one instance. Belongs to the loop; holds no logic of its own. */
final class Worker implements CostSource {
  final InstanceId id;
  final @Nullable InstanceType type;
  final Executor executor;
  final RunnerClient runner;
  final Instant createdAt;
  final String secret;
  final Instant addedAt;
  // Asked for by this process, and not found.
  final boolean createdHere;
  Instance instance;
  WorkerState state;
  IdleBehavior behavior;
  boolean healthy = true;
  Instant stateSince;

  // What runs there, starts there, or ended there and was not discarded yet.
  final TreeMap<Attempt, Run> runs = new TreeMap<>();
  private List<Run> present = List.of();
  private List<Attempt> attempts = List.of();
  // Discarded lately, with the count of events then: a listing from before may still name them.
  // Most workers have none most of the time.
  private Map<Attempt, Long> discarded = Map.of();

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
  String generation = "";
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
  Instant tagsSavedAt;
  @Nullable Instant lastBusy;
  @Nullable Attempt lastContainer;
  // What it cost before its price last changed, and since then.
  private BigDecimal costBefore = BigDecimal.ZERO;
  private @Nullable BigDecimal price;
  private Instant priceSince;
  // Set as soon as it is in the roster.
  @Nullable InstanceMeter meter;
  private @Nullable WorkerView lastView;
  private @Nullable Instance viewedInstance;
  private long viewedSecond;

  /** Tells the account what the instance is used for from now on. */
  void updateMeter(Instant now) {
    if (meter != null) {
      meter.update(now, attempts, overhead());
    }
  }

  private Overhead overhead() {
    if (boot == BootOutcome.FAILURE) {
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
      RunnerClient runner,
      WorkerState state,
      IdleBehavior behavior,
      String secret,
      Instant createdAt,
      Instant now) {
    this.id = instance.id();
    this.instance = instance;
    this.type = type;
    this.executor = executor;
    this.runner = runner;
    this.state = state;
    this.behavior = behavior;
    this.secret = secret;
    this.createdAt = createdAt;
    this.price = type == null ? null : type.price();
    this.priceSince = createdAt;
    this.addedAt = now;
    this.createdHere = state == WorkerState.BOOTING;
    this.tagsSavedAt = now;
    this.hadAddress = instance.address().isPresent();
    this.stateSince = now;
    this.answeredAt = now;
  }

  String typeName() {
    return type == null ? "" : type.name();
  }

  void add(Run run) {
    runs.put(run.attempt, run);
    lastContainer = run.attempt;
    sort();
  }

  void remove(Run run) {
    runs.remove(run.attempt);
    sort();
  }

  /** The runner was told to forget an attempt, when so many events had been counted. */
  void discarded(Attempt attempt, long tick) {
    if (discarded.isEmpty()) {
      discarded = new HashMap<>();
    }
    discarded.put(attempt, tick);
  }

  /** When the runner was told to forget an attempt; null for not lately. */
  @Nullable Long discardedAt(Attempt attempt) {
    return discarded.get(attempt);
  }

  /** No listing that is older than that comes any more. */
  void forgetDiscarded(long oldest) {
    if (!discarded.isEmpty()) {
      discarded.values().removeIf(at -> at <= oldest);
      discarded = discarded.isEmpty() ? Map.of() : discarded;
    }
  }

  /** Says that nobody wants anything of a run any more but to discard it. */
  void letGo(Run run) {
    run.letGo = true;
    sort();
  }

  private void sort() {
    // Copies are smaller than a stream's lists, and the view takes such a list as it is.
    present = List.copyOf(runs.values().stream().filter(run -> !run.letGo).toList());
    attempts = List.copyOf(present.stream().map(run -> run.attempt).toList());
  }

  /** What is there that somebody still wants something of. */
  List<Run> present() {
    return present;
  }

  /** Whether anything is there that somebody still wants something of (POOL-20). */
  boolean hasWork() {
    return !present.isEmpty();
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
        && view.lastContainer() == lastContainer
        && view.lastBusy() == lastBusy
        && view.lastProbe() == lastProbe
        && view.lastAnswer() == lastAnswer
        && view.boot() == boot
        && view.containers() == attempts;
  }

  private WorkerView newView(Instant now) {
    return new WorkerView(
        id,
        instance.address().orElse(""),
        type,
        state,
        behavior,
        healthy,
        attempts,
        createdAt,
        lastContainer,
        lastBusy,
        lastProbe,
        lastAnswer,
        boot,
        cost(now));
  }
}
