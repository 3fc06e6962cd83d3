package io.dispatchcloud.api.queue;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.RetryRule;
import io.dispatchcloud.api.container.RunResult;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A container as a store keeps it: with what is counted until it is given up, or runs elsewhere.
 * Each change that {@link ContainerController} knows is a method here that returns what to keep
 * instead (the same object where nothing changes), or throws what the caller is to be told; so all
 * stores decide alike, and each only has to make the change atomic. Fences are not looked at here.
 * Immutable.
 *
 * @param container the container
 * @param retry when it runs again after it failed by itself
 * @param failedStarts unlocks that count (CTR-3)
 * @param losses attempts that were lost (CTR-7)
 * @param ended attempts that ended by themselves
 * @param preemptions preemptible attempts that were lost, or failed and are followed by another
 * @param retried the newest attempt that ended by itself and was followed by another; 0 for none
 */
public record StoredContainer(
    Container container,
    RetryRule retry,
    int failedStarts,
    int losses,
    int ended,
    int preemptions,
    long retried) {
  public StoredContainer {
    Objects.requireNonNull(container, "container");
    Objects.requireNonNull(retry, "retry");
  }

  /**
   * A container that was just submitted.
   *
   * @param spec what was submitted
   * @param createdAt when
   * @return it, queued
   */
  public static StoredContainer queued(ContainerSpec spec, Instant createdAt) {
    return new StoredContainer(Container.queued(spec, createdAt), spec.retry(), 0, 0, 0, 0, 0);
  }

  /**
   * What is thrown where there is no container.
   *
   * @param id which lacks
   * @return the exception
   */
  public static ConflictException absent(ContainerId id) {
    return new ConflictException("there is no container " + id, null);
  }

  private StoredContainer with(Container changed) {
    return new StoredContainer(changed, retry, failedStarts, losses, ended, preemptions, retried);
  }

  /**
   * With another priority. One that has ended keeps its priority.
   *
   * @param priority higher goes first; below 1 is on hold
   * @return what to keep
   */
  public StoredContainer withPriority(long priority) {
    return container.state().isFinal() || container.priority() == priority
        ? this
        : with(container.withPriority(priority));
  }

  /**
   * After an attempt of it has ended, or somebody knows better what one cost.
   *
   * @param cost what all its attempts that have ended cost together; 0 or more
   * @return what to keep
   */
  public StoredContainer withCost(BigDecimal cost) {
    return with(container.withCost(cost));
  }

  /**
   * See {@link ContainerController#lock}.
   *
   * @param by who locks it
   * @return what to keep
   * @throws ConflictException if it is not QUEUED
   */
  public StoredContainer locked(InstanceSetId by) throws ConflictException {
    return become(ContainerState.LOCKED, container.locked(by, container.attempt() + 1));
  }

  /**
   * See {@link ContainerController#unlock}.
   *
   * @param by who had it
   * @param attempt which attempt
   * @param reason why
   * @param limits when to give it up
   * @return what to keep
   * @throws ConflictException if this attempt is not LOCKED by them
   */
  public StoredContainer unlocked(
      InstanceSetId by, Attempt attempt, UnlockReason reason, AttemptLimits limits)
      throws ConflictException {
    requireCurrent(by, attempt, ContainerState.LOCKED);
    int failures = failedStarts + (reason == UnlockReason.START_FAILED ? 1 : 0);
    StoredContainer after =
        reason == UnlockReason.START_FAILED && failures >= limits.maxDispatchAttempts()
            ? become(
                ContainerState.CANCELLED,
                container.cancelled("Failed to start: lock_count == " + failures))
            : become(ContainerState.QUEUED, container.requeued(""));
    return new StoredContainer(
        after.container, retry, failures, losses, ended, preemptions, retried);
  }

  /**
   * See {@link ContainerController#recordStart}.
   *
   * @param by who starts it
   * @param attempt which attempt
   * @param instance where
   * @return what to keep
   * @throws ConflictException if this attempt is not LOCKED by them, is on hold, or is recorded on
   *     another instance
   */
  public StoredContainer started(InstanceSetId by, Attempt attempt, InstanceId instance)
      throws ConflictException {
    requireCurrent(by, attempt, ContainerState.LOCKED);
    InstanceId recorded = container.instance();
    if (recorded != null && !recorded.equals(instance)) {
      throw new ConflictException(attempt + " was started on " + recorded, container);
    }
    if (container.onHold()) {
      throw new ConflictException(attempt + " is on hold", container);
    }
    return recorded == null ? with(container.assigned(instance)) : this;
  }

  /**
   * See {@link ContainerController#recordRunning}.
   *
   * @param by who saw it
   * @param attempt which attempt
   * @param instance where it runs
   * @param startedAt since when
   * @return what to keep
   * @throws ConflictException if this attempt is neither LOCKED nor RUNNING, or not theirs
   */
  public StoredContainer running(
      InstanceSetId by, Attempt attempt, InstanceId instance, Instant startedAt)
      throws ConflictException {
    requireCurrent(by, attempt, ContainerState.LOCKED, ContainerState.RUNNING);
    return container.state() == ContainerState.RUNNING
        ? this
        : become(ContainerState.RUNNING, container.assigned(instance).running(startedAt));
  }

  /**
   * See {@link ContainerController#recordResult}. Where the retry rule says so, the container is
   * queued again; to record the same attempt's result once more is harmless until it is locked.
   *
   * @param by who collected it
   * @param attempt which attempt
   * @param instance where it ran
   * @param result how it ended
   * @return what to keep
   * @throws ConflictException if this attempt is not the newest, or was ended otherwise
   */
  public StoredContainer finished(
      InstanceSetId by, Attempt attempt, InstanceId instance, RunResult result)
      throws ConflictException {
    if (container.state() == ContainerState.QUEUED
        && container.attempt() == attempt.number()
        && retried == attempt.number()) {
      return this;
    }
    requireCurrent(
        by, attempt, ContainerState.LOCKED, ContainerState.RUNNING, ContainerState.COMPLETE);
    if (container.state() == ContainerState.COMPLETE) {
      return this;
    }
    Container ran = running(by, attempt, instance, result.startedAt()).container;
    if (!retry.runsAgain(result.exitStatus(), ended + 1)) {
      return new StoredContainer(
          ran.completed(result), retry, failedStarts, losses, ended + 1, preemptions, retried);
    }
    Container again =
        container.requeued("exit status " + result.exitStatus() + "; its retry rule runs it again");
    return new StoredContainer(
            again, retry, failedStarts, losses, ended + 1, preemptions, attempt.number())
        .afterPreemptible();
  }

  /**
   * See {@link ContainerController#requeue}.
   *
   * @param by who had it
   * @param attempt which attempt
   * @param reason why
   * @param detail what happened, for people
   * @param limits when to give it up
   * @return what to keep
   * @throws ConflictException if this attempt is neither LOCKED nor RUNNING, or not theirs
   */
  public StoredContainer requeued(
      InstanceSetId by, Attempt attempt, RequeueReason reason, String detail, AttemptLimits limits)
      throws ConflictException {
    requireCurrent(by, attempt, ContainerState.LOCKED, ContainerState.RUNNING);
    if (reason != RequeueReason.LOST) {
      return become(ContainerState.QUEUED, container.requeued(detail));
    }
    int lost = losses + 1;
    boolean givenUp = lost > limits.maxRetryAttempts();
    Container after =
        givenUp
            ? container.cancelled("lost " + lost + " times, the last time because: " + detail)
            : container.requeued(detail);
    StoredContainer stored =
        new StoredContainer(after, retry, failedStarts, lost, ended, preemptions, retried);
    return givenUp ? stored : stored.afterPreemptible();
  }

  /** After an attempt that another one follows: if it was preemptible, that counts. */
  private StoredContainer afterPreemptible() {
    if (!container.preemptible()) {
      return this;
    }
    int count = preemptions + 1;
    boolean enough = retry.onDemandAfter() > 0 && count >= retry.onDemandAfter();
    return new StoredContainer(
        enough ? container.onDemand() : container,
        retry,
        failedStarts,
        losses,
        ended,
        count,
        retried);
  }

  /**
   * See {@link ContainerController#cancel}.
   *
   * @param by the instance set whose dispatcher decided so; null for a user, who may always
   * @param error why, for people
   * @return what to keep
   * @throws ConflictException if it has ended, or is locked by somebody else
   */
  public StoredContainer cancelled(@Nullable InstanceSetId by, String error)
      throws ConflictException {
    if (by != null && container.isLockedByOther(by)) {
      throw new ConflictException(container.id() + " is locked by " + container.owner(), container);
    }
    return become(ContainerState.CANCELLED, container.cancelled(error));
  }

  /** That this attempt is the newest, in one of these states, and theirs. */
  private void requireCurrent(InstanceSetId by, Attempt attempt, ContainerState... states)
      throws ConflictException {
    boolean finished = container.state().isFinal();
    if (container.attempt() != attempt.number()
        || !List.of(states).contains(container.state())
        || (!finished && !by.equals(container.owner()))) {
      throw new ConflictException(
          attempt + " is " + container.state() + ", attempt " + container.attempt(), container);
    }
  }

  private StoredContainer become(ContainerState state, Container changed) throws ConflictException {
    if (!container.state().canBecome(state)) {
      throw new ConflictException(
          container.id() + " is " + container.state() + " and can't become " + state, container);
    }
    return with(changed);
  }
}
