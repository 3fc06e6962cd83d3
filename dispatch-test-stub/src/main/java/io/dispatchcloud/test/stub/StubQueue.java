package io.dispatchcloud.test.stub;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Lease;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.api.queue.UnlockReason;
import io.dispatchcloud.core.InMemoryController;
import io.dispatchcloud.test.stub.QueueChange.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A store of containers in memory that has every change on record, in the order in which they were
 * made (STUB-2). Thread-safe.
 */
public final class StubQueue implements ContainerController {
  private final InMemoryController store;
  private final List<QueueChange> changes = new ArrayList<>();

  /** A queue with the usual limits. */
  public StubQueue() {
    this(new InMemoryController());
  }

  /**
   * A queue around a store of one's own.
   *
   * @param store where the containers are; what is changed there directly is not on record
   */
  public StubQueue(InMemoryController store) {
    this.store = store;
  }

  // For tests.

  /**
   * Puts a container into the queue.
   *
   * @param spec what to run
   * @throws IllegalArgumentException if there is one with this id already
   */
  public void submit(ContainerSpec spec) {
    synchronized (changes) {
      store.submit(spec);
      store.find(spec.id()).ifPresent(made -> note(Kind.SUBMITTED, made, ""));
    }
  }

  /**
   * Changes how much a container matters.
   *
   * @param id which
   * @param priority higher goes first; below 1 puts it on hold
   * @return the container afterwards
   * @throws ConflictException if there is no such container
   */
  public Container setPriority(ContainerId id, long priority) throws ConflictException {
    synchronized (changes) {
      return note(Kind.PRIORITY, store.setPriority(id, priority), Long.toString(priority));
    }
  }

  /**
   * Cancels a container for its owner.
   *
   * @param id which
   * @param reason why, for people
   * @return the container afterwards
   * @throws ConflictException if there is no such container, or it has ended
   */
  public Container cancel(ContainerId id, String reason) throws ConflictException {
    synchronized (changes) {
      return note(Kind.CANCELLED, store.cancel(id, reason), reason);
    }
  }

  /**
   * All containers.
   *
   * @return the containers as they are, in the order in which they were submitted
   */
  public List<Container> containers() {
    return store.containers();
  }

  /**
   * Looks a container up.
   *
   * @param id which
   * @return it, if it was ever submitted
   */
  public Optional<Container> find(ContainerId id) {
    return store.find(id);
  }

  /**
   * Waits until every container that was submitted has ended.
   *
   * @param atMost how long to wait
   * @return whether they all have
   * @throws InterruptedException if this thread was interrupted while waiting
   */
  public boolean awaitFinished(Duration atMost) throws InterruptedException {
    return store.awaitFinished(atMost);
  }

  /**
   * All that was ever done.
   *
   * @return every change, oldest first
   */
  public List<QueueChange> changes() {
    synchronized (changes) {
      return List.copyOf(changes);
    }
  }

  /**
   * All that was ever done to one container.
   *
   * @param id which
   * @return its changes, oldest first
   */
  public List<QueueChange> changes(ContainerId id) {
    return changes().stream().filter(change -> change.id().equals(id)).toList();
  }

  /**
   * Whether a dispatcher holds the lock for an attempt now.
   *
   * @param attempt which attempt
   * @return true if it is the current one of a container that is LOCKED or RUNNING
   */
  public boolean isLocked(Attempt attempt) {
    return find(attempt.container())
        .filter(container -> container.attempt() == attempt.number())
        .map(Container::state)
        .filter(state -> state == ContainerState.LOCKED || state == ContainerState.RUNNING)
        .isPresent();
  }

  private Container note(Kind kind, Container after, String detail) {
    changes.add(new QueueChange(kind, after, detail));
    return after;
  }

  // For dispatchers.

  @FunctionalInterface
  private interface Change {
    Container make() throws ControllerException;
  }

  /** Makes a change and puts it on record, so that no other one comes between. */
  private Container record(Kind kind, ContainerId id, String detail, Change change)
      throws ControllerException {
    synchronized (changes) {
      ContainerState before = find(id).map(Container::state).orElse(null);
      try {
        Container after = change.make();
        boolean repeated = (kind == Kind.RUNNING || kind == Kind.RESULT) && after.state() == before;
        return repeated ? after : note(kind, after, detail);
      } catch (ConflictException e) {
        find(id).ifPresent(now -> note(Kind.REFUSED, now, kind + ": " + e.getMessage()));
        throw e;
      }
    }
  }

  @Override
  public Container lock(Owner owner, ContainerId id) throws ControllerException {
    return record(Kind.LOCKED, id, "", () -> store.lock(owner, id));
  }

  @Override
  public Container unlock(Owner owner, Attempt attempt, UnlockReason reason)
      throws ControllerException {
    return record(
        Kind.UNLOCKED,
        attempt.container(),
        reason.toString(),
        () -> store.unlock(owner, attempt, reason));
  }

  @Override
  public RunSpec recordStart(Owner owner, Attempt attempt, InstanceId instance)
      throws ControllerException {
    return started(attempt, instance, () -> store.recordStart(owner, attempt, instance));
  }

  @Override
  public RunSpec recordStart(
      Owner owner, Attempt attempt, InstanceId instance, BigDecimal pricePerHour)
      throws ControllerException {
    return started(
        attempt, instance, () -> store.recordStart(owner, attempt, instance, pricePerHour));
  }

  @FunctionalInterface
  private interface Start {
    RunSpec make() throws ControllerException;
  }

  private RunSpec started(Attempt attempt, InstanceId instance, Start start)
      throws ControllerException {
    List<RunSpec> what = new ArrayList<>();
    record(
        Kind.START_RECORDED,
        attempt.container(),
        instance.value(),
        () -> {
          what.add(start.make());
          return store.find(attempt.container()).orElseThrow();
        });
    return what.get(0);
  }

  @Override
  public Container recordRunning(
      Owner owner, Attempt attempt, InstanceId instance, Instant startedAt)
      throws ControllerException {
    return record(
        Kind.RUNNING,
        attempt.container(),
        instance.value(),
        () -> store.recordRunning(owner, attempt, instance, startedAt));
  }

  @Override
  public Container recordResult(Owner owner, Attempt attempt, InstanceId instance, RunResult result)
      throws ControllerException {
    return record(
        Kind.RESULT,
        attempt.container(),
        "exit status " + result.exitStatus(),
        () -> store.recordResult(owner, attempt, instance, result));
  }

  @Override
  public Container requeue(Owner owner, Attempt attempt, RequeueReason reason, String detail)
      throws ControllerException {
    return record(
        Kind.REQUEUED,
        attempt.container(),
        reason + ": " + detail,
        () -> store.requeue(owner, attempt, reason, detail));
  }

  @Override
  public Container cancel(Owner owner, ContainerId id, String error) throws ControllerException {
    return record(Kind.CANCELLED, id, error, () -> store.cancel(owner, id, error));
  }

  @Override
  public Optional<Lease> acquire(InstanceSetId instanceSetId, String holder) {
    return store.acquire(instanceSetId, holder);
  }

  @Override
  public Lease renew(Owner owner) throws ControllerException {
    return store.renew(owner);
  }

  @Override
  public void release(Owner owner) {
    store.release(owner);
  }

  @Override
  public Page<Container> locked(InstanceSetId instanceSetId, String page) {
    return store.locked(instanceSetId, page);
  }

  @Override
  public Page<Container> queued(String page) {
    return store.queued(page);
  }

  @Override
  public List<Container> byId(Collection<ContainerId> ids) {
    return store.byId(ids);
  }

  @Override
  public boolean tellsCosts() {
    return true;
  }

  @Override
  public Subscription onChange(Runnable listener) {
    return store.onChange(listener);
  }

  @Override
  public void close() {
    store.close();
  }
}
