package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.queue.UnlockReason;
import io.dispatchcloud.core.DispatchEvent.Kind;
import io.dispatchcloud.core.loop.Events;
import io.dispatchcloud.core.pool.RunView;
import io.dispatchcloud.core.sizing.Resources;
import io.dispatchcloud.core.sizing.Sizer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tells what became of attempts, with their cost. Belongs to the loop. */
final class RunEvents {
  private static final BigDecimal MILLIS_AN_HOUR = BigDecimal.valueOf(3_600_000);

  private final Events events;
  private final Sizer sizer;
  // Whose end was told, until they leave the queue.
  private final Set<ContainerId> told = new TreeSet<>();

  RunEvents(Events events, Sizer sizer) {
    this.events = events;
    this.sizer = sizer;
  }

  void attempt(Kind kind, Attempt attempt, String detail) {
    if (kind == Kind.CONTAINER_CANCELLED) {
      told.add(attempt.container());
    }
    events.attempt(kind, attempt, null, "", detail, null);
  }

  void unlocked(Attempt attempt, UnlockReason reason, Container unlocked) {
    boolean givenUp = unlocked.state() == ContainerState.CANCELLED;
    attempt(
        givenUp ? Kind.CONTAINER_CANCELLED : Kind.CONTAINER_UNLOCKED,
        attempt,
        givenUp ? unlocked.error() : reason.toString());
  }

  /** A container that has ended leaves the queue: tells so where others brought its end about. */
  void left(Container container) {
    if (told.remove(container.id())) {
      return;
    }
    boolean completed = container.state() == ContainerState.COMPLETE;
    RunResult result = container.result();
    // A store may know that it is complete, and not with what.
    String how = result == null ? container.error() : exit(result);
    attempt(
        completed ? Kind.CONTAINER_RECORDED : Kind.CONTAINER_CANCELLED,
        new Attempt(container.id(), Math.max(1, container.attempt())),
        "in the store: " + (completed ? how : container.error()));
    told.remove(container.id());
  }

  private static String exit(RunResult result) {
    return "exit status " + result.exitStatus();
  }

  void recorded(Container container, RunView run, RunResult result) {
    if (container.state().isFinal()) {
      told.add(container.id());
    }
    InstanceType type = run.type();
    InstanceId instance = run.instance();
    events.attempt(
        Kind.CONTAINER_EXITED,
        run.attempt(),
        instance,
        type == null ? "" : type.name(),
        exit(result),
        cost(container, type, result));
  }

  /** The container's dominant share of what its instance costs. */
  BigDecimal pricePerHour(Container container, InstanceType type) {
    Resources all = Sizer.resources(type);
    double share = all.dominantShare(sizer.resources(container.needs()));
    return type.price().multiply(BigDecimal.valueOf(share));
  }

  /** Its share of what its instance cost while it ran. */
  private BigDecimal cost(Container container, @Nullable InstanceType type, RunResult result) {
    if (type == null) {
      return BigDecimal.ZERO;
    }
    long millis = Math.max(0, Duration.between(result.startedAt(), result.finishedAt()).toMillis());
    return pricePerHour(container, type)
        .multiply(BigDecimal.valueOf(millis))
        .divide(MILLIS_AN_HOUR, 12, RoundingMode.HALF_UP);
  }
}
