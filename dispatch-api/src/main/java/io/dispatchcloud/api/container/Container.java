package io.dispatchcloud.api.container;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container as the controller knows it at one moment. What is run in it is not here: only the
 * start needs that, and it may be large ({@link RunSpec}). Stores make these through {@link
 * #queued} and the methods that return changed copies.
 *
 * @param id its name
 * @param state where it is in its life
 * @param priority higher ones go first; below 1 it is on hold
 * @param needs what it needs
 * @param supervisor whether its work is to submit other containers
 * @param preemptible whether it asks for instances that the provider may take back
 * @param labels whatever its owner wants to find it by
 * @param createdAt when it was submitted
 * @param owner the instance set that has it locked; null unless LOCKED or RUNNING
 * @param attempt the number of the newest attempt; 0 before the first
 * @param instance where the newest attempt was started; null until that is recorded, and when
 *     queued
 * @param startedAt when the newest attempt was seen to run; null until then
 * @param result how it ended; null unless complete
 * @param error why it was cancelled, or the newest attempt was lost; empty for no reason
 * @param cost what its attempts that have ended cost together, in the currency of the prices, 0 or
 *     more; {@link BigDecimal#ZERO} where there are none, or the store does not know
 */
public record Container(
    ContainerId id,
    ContainerState state,
    long priority,
    Needs needs,
    boolean supervisor,
    boolean preemptible,
    Map<String, String> labels,
    Instant createdAt,
    @Nullable InstanceSetId owner,
    long attempt,
    @Nullable InstanceId instance,
    @Nullable Instant startedAt,
    @Nullable RunResult result,
    String error,
    BigDecimal cost) {
  public Container {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(needs, "needs");
    labels = Map.copyOf(labels);
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(error, "error");
    cost = plain(cost);
    if (attempt < 0) {
      throw new IllegalArgumentException("attempt: '" + attempt + "'; expected 0 or more");
    }
    boolean locked = state == ContainerState.LOCKED || state == ContainerState.RUNNING;
    if (locked && attempt == 0) {
      throw new IllegalArgumentException("attempt: '0'; expected 1 or more when " + state);
    }
    if (locked && owner == null) {
      throw new IllegalArgumentException(
          "owner: nothing given; expected an instance set when " + state);
    }
  }

  /** Each amount has one form, and nothing is one object: most containers have cost nothing. */
  private static BigDecimal plain(BigDecimal cost) {
    if (cost.signum() < 0) {
      throw new IllegalArgumentException("cost: '" + cost + "'; expected 0 or more");
    }
    if (cost.signum() == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal plain = cost.stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }

  /**
   * A container that was just submitted.
   *
   * @param spec what was submitted
   * @param createdAt when
   * @return it, queued, before its first attempt
   */
  public static Container queued(ContainerSpec spec, Instant createdAt) {
    return new Container(
        spec.id(),
        ContainerState.QUEUED,
        spec.priority(),
        spec.needs(),
        spec.supervisor(),
        spec.preemptible(),
        spec.labels(),
        createdAt,
        null,
        0,
        null,
        null,
        null,
        "",
        BigDecimal.ZERO);
  }

  /**
   * The newest attempt.
   *
   * @return it, or empty before the first
   */
  public Optional<Attempt> currentAttempt() {
    return attempt == 0 ? Optional.empty() : Optional.of(new Attempt(id, attempt));
  }

  /**
   * Whether somebody else has it: it is locked, but not by an instance set.
   *
   * @param instanceSetId the instance set
   * @return true if it is LOCKED or RUNNING for another one
   */
  public boolean isLockedByOther(InstanceSetId instanceSetId) {
    return owner != null && !owner.equals(instanceSetId);
  }

  /**
   * Whether it must not run now (CTR-4).
   *
   * @return true if its priority is below 1
   */
  public boolean onHold() {
    return priority < 1;
  }

  /**
   * The same container with another priority.
   *
   * @param value the priority
   * @return a copy
   */
  public Container withPriority(long value) {
    return copy(state, value, owner, attempt, instance, startedAt, result, error);
  }

  /**
   * The same container, which does not ask for preemptible instances any more.
   *
   * @return a copy
   */
  public Container onDemand() {
    return new Container(
        id,
        state,
        priority,
        needs,
        supervisor,
        false,
        labels,
        createdAt,
        owner,
        attempt,
        instance,
        startedAt,
        result,
        error,
        cost);
  }

  /**
   * The same container, after its attempts came to cost something else.
   *
   * @param value what those that have ended cost together; 0 or more
   * @return a copy
   */
  public Container withCost(BigDecimal value) {
    return new Container(
        id,
        state,
        priority,
        needs,
        supervisor,
        preemptible,
        labels,
        createdAt,
        owner,
        attempt,
        instance,
        startedAt,
        result,
        error,
        value);
  }

  /**
   * The same container, locked for a new attempt.
   *
   * @param who the instance set that has it now
   * @param number the new attempt's number
   * @return a copy
   */
  public Container locked(InstanceSetId who, long number) {
    return copy(ContainerState.LOCKED, priority, who, number, null, null, null, "");
  }

  /**
   * The same container, whose newest attempt is about to be started somewhere.
   *
   * @param where the instance
   * @return a copy in the same state
   */
  public Container assigned(InstanceId where) {
    return copy(state, priority, owner, attempt, where, startedAt, result, error);
  }

  /**
   * The same container, running.
   *
   * @param since when it was seen to run
   * @return a copy
   */
  public Container running(Instant since) {
    return copy(ContainerState.RUNNING, priority, owner, attempt, instance, since, null, "");
  }

  /**
   * The same container, back in the queue.
   *
   * @param reason why the newest attempt did not end by itself; empty if it never started
   * @return a copy
   */
  public Container requeued(String reason) {
    return copy(ContainerState.QUEUED, priority, null, attempt, null, null, null, reason);
  }

  /**
   * The same container, ended by itself.
   *
   * @param outcome how it ended
   * @return a copy
   */
  public Container completed(RunResult outcome) {
    return copy(
        ContainerState.COMPLETE,
        priority,
        null,
        attempt,
        instance,
        outcome.startedAt(),
        outcome,
        "");
  }

  /**
   * The same container, cancelled.
   *
   * @param reason why; empty if nobody said
   * @return a copy
   */
  public Container cancelled(String reason) {
    return copy(
        ContainerState.CANCELLED, priority, null, attempt, instance, startedAt, null, reason);
  }

  private Container copy(
      ContainerState newState,
      long newPriority,
      @Nullable InstanceSetId newOwner,
      long newAttempt,
      @Nullable InstanceId newInstance,
      @Nullable Instant newStartedAt,
      @Nullable RunResult newResult,
      String newError) {
    return new Container(
        id,
        newState,
        newPriority,
        needs,
        supervisor,
        preemptible,
        labels,
        createdAt,
        newOwner,
        newAttempt,
        newInstance,
        newStartedAt,
        newResult,
        newError,
        cost);
  }
}
