package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
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
final class Worker {
  final InstanceId id;
  final @Nullable InstanceType type;
  final Executor executor;
  final RunnerClient runner;
  final Instant createdAt;
  Instance instance;
  WorkerState state;
  IdleBehavior behavior;
  boolean healthy = true;
  Instant stateSince;

  // What runs there, starts there, or ended there and was not discarded yet.
  final TreeMap<Attempt, Run> runs = new TreeMap<>();
  // Discarded lately, with the count of events then: a listing from before may still name them.
  final Map<Attempt, Long> discarded = new HashMap<>();

  // Probing.
  boolean booted;
  boolean deployed;
  boolean probing;
  boolean waiting;
  @Nullable Timer nextProbe;
  Instant answeredAt;
  @Nullable Instant lastAnswer;
  int failures;
  @Nullable Instant lastFailureBegan;
  String lastError = "";
  String generation = "";

  // Listings.
  @Nullable Instant missingSince;
  boolean destroying;
  @Nullable Instant destroyedAt;
  boolean savingTags;
  @Nullable Instant lastBusy;

  Worker(
      Instance instance,
      @Nullable InstanceType type,
      Executor executor,
      RunnerClient runner,
      WorkerState state,
      IdleBehavior behavior,
      Instant createdAt,
      Instant now) {
    this.id = instance.id();
    this.instance = instance;
    this.type = type;
    this.executor = executor;
    this.runner = runner;
    this.state = state;
    this.behavior = behavior;
    this.createdAt = createdAt;
    this.stateSince = now;
    this.answeredAt = now;
  }

  String typeName() {
    return type == null ? "" : type.name();
  }

  boolean mayRunSomething() {
    return runs.values().stream().anyMatch(run -> run.phase.mayRun());
  }

  BigDecimal cost(Instant now) {
    if (type == null) {
      return BigDecimal.ZERO;
    }
    return cost(type.price(), Duration.between(createdAt, now));
  }

  static BigDecimal cost(BigDecimal pricePerHour, Duration time) {
    BigDecimal hours =
        BigDecimal.valueOf(time.toMillis())
            .divide(BigDecimal.valueOf(Duration.ofHours(1).toMillis()), 12, RoundingMode.HALF_UP);
    return pricePerHour.multiply(hours);
  }

  WorkerView view(Instant now) {
    return new WorkerView(
        id,
        instance.address().orElse(""),
        type,
        state,
        behavior,
        healthy,
        List.copyOf(runs.keySet()),
        createdAt,
        lastBusy,
        lastAnswer,
        cost(now));
  }
}
