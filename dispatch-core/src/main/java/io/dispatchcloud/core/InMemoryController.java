package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.FencedException;
import io.dispatchcloud.api.queue.Lease;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.StoredContainer;
import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.api.queue.UnlockReason;
import io.dispatchcloud.core.loop.Clocks;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A container store that lives and dies with the process: for one batch of work, and for tests.
 * Thread-safe; nothing but {@link #awaitFinished} blocks.
 */
public final class InMemoryController implements ContainerController {
  private final InstantSource clock;
  private final AttemptLimits limits;
  private final InMemoryContainers containers = new InMemoryContainers();
  private final InMemoryLeases leases;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** A store with the usual limits. */
  public InMemoryController() {
    this(Clocks.monotonic(), AttemptLimits.DEFAULT);
  }

  /**
   * A store with its own limits and clock.
   *
   * @param clock tells when containers were submitted and leases end
   * @param limits when to give a container up
   */
  public InMemoryController(InstantSource clock, AttemptLimits limits) {
    this.clock = clock;
    this.limits = limits;
    this.leases = new InMemoryLeases(clock);
  }

  // For users.

  /**
   * Puts a container into the queue.
   *
   * @param spec what to run
   * @throws IllegalArgumentException if there is one with this id already
   */
  public void submit(ContainerSpec spec) {
    synchronized (this) {
      containers.add(spec, clock.instant());
    }
    tellListeners();
  }

  /**
   * Looks a container up.
   *
   * @param id which
   * @return it, if it was ever submitted
   */
  public synchronized Optional<Container> find(ContainerId id) {
    return containers.find(id).map(InMemoryEntry::container);
  }

  /**
   * All containers.
   *
   * @return an immutable list, in the order in which they were submitted
   */
  public synchronized List<Container> containers() {
    return containers.all();
  }

  /**
   * How an attempt ended by itself; also one that was followed by another.
   *
   * @param attempt which
   * @return its result, if it has one
   */
  public synchronized Optional<RunResult> result(Attempt attempt) {
    return containers.find(attempt.container()).map(entry -> entry.results.get(attempt.number()));
  }

  /**
   * Changes how much a container matters. One that has ended keeps its priority.
   *
   * @param id which
   * @param priority higher goes first; below 1 puts it on hold, and kills it if it runs (CTR-4)
   * @return the container afterwards
   * @throws ConflictException if there is no such container
   */
  public Container setPriority(ContainerId id, long priority) throws ConflictException {
    return changeForUser(id, stored -> stored.withPriority(priority));
  }

  /**
   * Cancels a container for its owner. What runs is killed soon after.
   *
   * @param id which
   * @param reason why, for people
   * @return the container afterwards
   * @throws ConflictException if there is no such container, or it has ended
   */
  public Container cancel(ContainerId id, String reason) throws ConflictException {
    return changeForUser(id, stored -> stored.cancelled(null, reason));
  }

  /**
   * Waits until every container that was submitted has ended.
   *
   * @param atMost how long to wait
   * @return whether they all have
   * @throws InterruptedException if this thread was interrupted while waiting
   */
  public synchronized boolean awaitFinished(Duration atMost) throws InterruptedException {
    InstantSource watch = Clocks.monotonic();
    Instant end = watch.instant().plus(atMost);
    while (containers.unfinished() > 0) {
      long left = Duration.between(watch.instant(), end).toNanos();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  // For dispatchers.

  @Override
  public synchronized Optional<Lease> acquire(InstanceSetId instanceSetId, String holder) {
    return leases.acquire(instanceSetId);
  }

  @Override
  public synchronized Lease renew(Owner owner) throws FencedException {
    return leases.renew(owner);
  }

  @Override
  public synchronized void release(Owner owner) {
    leases.release(owner);
  }

  @Override
  public synchronized Page<Container> locked(InstanceSetId instanceSetId, String page) {
    return containers.owned(instanceSetId, page);
  }

  @Override
  public synchronized Page<Container> queued(String page) {
    return containers.waiting(page);
  }

  @Override
  public synchronized List<Container> byId(Collection<ContainerId> ids) {
    List<Container> found = new ArrayList<>();
    for (ContainerId id : ids) {
      find(id).ifPresent(found::add);
    }
    return found;
  }

  @Override
  public synchronized Container lock(Owner owner, ContainerId id)
      throws ConflictException, FencedException {
    return change(owner, id, stored -> stored.locked(owner.instanceSetId()));
  }

  @Override
  public synchronized Container unlock(Owner owner, Attempt attempt, UnlockReason reason)
      throws ConflictException, FencedException {
    return change(
        owner,
        attempt.container(),
        stored -> stored.unlocked(owner.instanceSetId(), attempt, reason, limits));
  }

  @Override
  public RunSpec recordStart(Owner owner, Attempt attempt, InstanceId instance)
      throws ConflictException, FencedException {
    return started(owner, attempt, instance, null);
  }

  @Override
  public RunSpec recordStart(
      Owner owner, Attempt attempt, InstanceId instance, BigDecimal pricePerHour)
      throws ConflictException, FencedException {
    return started(owner, attempt, instance, pricePerHour);
  }

  private synchronized RunSpec started(
      Owner owner, Attempt attempt, InstanceId instance, @Nullable BigDecimal pricePerHour)
      throws ConflictException, FencedException {
    leases.requireActive(owner);
    InMemoryEntry entry = containers.get(attempt.container());
    StoredContainer after = entry.stored.started(owner.instanceSetId(), attempt, instance);
    if (!after.equals(entry.stored)) {
      entry.placed(pricePerHour, clock.instant());
      keep(entry, after);
    }
    return entry.run;
  }

  @Override
  public synchronized Container recordRunning(
      Owner owner, Attempt attempt, InstanceId instance, Instant startedAt)
      throws ConflictException, FencedException {
    return change(
        owner,
        attempt.container(),
        stored -> stored.running(owner.instanceSetId(), attempt, instance, startedAt));
  }

  @Override
  public synchronized Container recordResult(
      Owner owner, Attempt attempt, InstanceId instance, RunResult result)
      throws ConflictException, FencedException {
    leases.requireActive(owner);
    InMemoryEntry entry = containers.get(attempt.container());
    StoredContainer after = entry.stored.finished(owner.instanceSetId(), attempt, instance, result);
    entry.results.putIfAbsent(attempt.number(), result);
    return keep(entry, after);
  }

  @Override
  public synchronized Container requeue(
      Owner owner, Attempt attempt, RequeueReason reason, String detail)
      throws ConflictException, FencedException {
    return change(
        owner,
        attempt.container(),
        stored -> stored.requeued(owner.instanceSetId(), attempt, reason, detail, limits));
  }

  @Override
  public synchronized Container cancel(Owner owner, ContainerId id, String error)
      throws ConflictException, FencedException {
    return change(owner, id, stored -> stored.cancelled(owner.instanceSetId(), error));
  }

  private interface Change {
    StoredContainer of(StoredContainer stored) throws ConflictException;
  }

  private Container change(Owner owner, ContainerId id, Change change)
      throws ConflictException, FencedException {
    leases.requireActive(owner);
    InMemoryEntry entry = containers.get(id);
    return keep(entry, change.of(entry.stored));
  }

  private Container changeForUser(ContainerId id, Change change) throws ConflictException {
    Container changed;
    synchronized (this) {
      InMemoryEntry entry = containers.get(id);
      changed = keep(entry, change.of(entry.stored));
    }
    tellListeners();
    return changed;
  }

  private Container keep(InMemoryEntry entry, StoredContainer changed) {
    if (containers.keep(entry, entry.counted(changed, clock.instant()))) {
      notifyAll();
    }
    return entry.container();
  }

  @Override
  public boolean tellsCosts() {
    return true;
  }

  @Override
  public Subscription onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void tellListeners() {
    listeners.forEach(Runnable::run);
  }

  @Override
  public void close() {
    listeners.clear();
  }
}
