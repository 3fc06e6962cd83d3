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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A container store that lives and dies with the process: for one batch of work, and for tests.
 * Thread-safe; nothing but {@link #awaitFinished} blocks.
 */
public final class InMemoryController implements ContainerController {
  private static final Duration LEASE = Duration.ofSeconds(8);

  private final InstantSource clock;
  private final AttemptLimits limits;
  private final Map<ContainerId, Entry> entries = new LinkedHashMap<>();
  private final Shelves shelves = new Shelves();
  private final Map<InstanceSetId, Holding> holdings = new LinkedHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private int unfinished;

  private static final class Entry {
    private final RunSpec run;
    private final long number;
    private StoredContainer stored;
    private final Map<Long, RunResult> results = new LinkedHashMap<>();

    Entry(ContainerSpec spec, long number, Instant now) {
      this.run = spec.run();
      this.number = number;
      this.stored = StoredContainer.queued(spec, now);
    }

    Container container() {
      return stored.container();
    }
  }

  private record Holding(long fence, Instant end) {}

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
      if (entries.containsKey(spec.id())) {
        throw new IllegalArgumentException(
            "container id: '" + spec.id() + "'; expected one that was not submitted before");
      }
      Entry entry = new Entry(spec, entries.size(), clock.instant());
      entries.put(spec.id(), entry);
      shelves.put(entry.number, entry.container());
      unfinished++;
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
    return Optional.ofNullable(entries.get(id)).map(Entry::container);
  }

  /**
   * All containers.
   *
   * @return an immutable list, in the order in which they were submitted
   */
  public synchronized List<Container> containers() {
    return entries.values().stream().map(Entry::container).toList();
  }

  /**
   * How an attempt ended by itself; also one that was followed by another.
   *
   * @param attempt which
   * @return its result, if it has one
   */
  public synchronized Optional<RunResult> result(Attempt attempt) {
    return Optional.ofNullable(entries.get(attempt.container()))
        .map(entry -> entry.results.get(attempt.number()));
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
    Container changed;
    synchronized (this) {
      Entry entry = entry(id);
      changed = keep(entry, entry.stored.withPriority(priority));
    }
    tellListeners();
    return changed;
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
    Container changed;
    synchronized (this) {
      Entry entry = entry(id);
      changed = keep(entry, entry.stored.cancelled(null, reason));
    }
    tellListeners();
    return changed;
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
    while (unfinished > 0) {
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
    Instant now = clock.instant();
    Holding held = holdings.get(instanceSetId);
    if (held != null && held.end().isAfter(now)) {
      return Optional.empty();
    }
    long fence = held == null ? 1 : held.fence() + 1;
    holdings.put(instanceSetId, new Holding(fence, now.plus(LEASE)));
    return Optional.of(new Lease(new Owner(instanceSetId, fence), LEASE));
  }

  @Override
  public synchronized Lease renew(Owner owner) throws FencedException {
    requireActive(owner);
    holdings.put(owner.instanceSetId(), new Holding(owner.fence(), clock.instant().plus(LEASE)));
    return new Lease(owner, LEASE);
  }

  @Override
  public synchronized void release(Owner owner) {
    Holding held = holdings.get(owner.instanceSetId());
    if (held != null && held.fence() == owner.fence()) {
      holdings.put(owner.instanceSetId(), new Holding(owner.fence(), clock.instant()));
    }
  }

  private void requireActive(Owner owner) throws FencedException {
    Holding held = holdings.get(owner.instanceSetId());
    // A lease that ran out is good until somebody takes it over: nobody else writes meanwhile.
    if (held == null || held.fence() != owner.fence()) {
      throw new FencedException(
          owner + " is not the active dispatcher" + (held == null ? "" : ": " + held));
    }
  }

  @Override
  public synchronized Page<Container> locked(InstanceSetId instanceSetId, String page) {
    return shelves.owned(instanceSetId, page);
  }

  @Override
  public synchronized Page<Container> queued(String page) {
    return shelves.waiting(page);
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
    requireActive(owner);
    Entry entry = entry(id);
    return keep(entry, entry.stored.locked(owner.instanceSetId()));
  }

  @Override
  public synchronized Container unlock(Owner owner, Attempt attempt, UnlockReason reason)
      throws ConflictException, FencedException {
    requireActive(owner);
    Entry entry = entry(attempt.container());
    return keep(entry, entry.stored.unlocked(owner.instanceSetId(), attempt, reason, limits));
  }

  @Override
  public synchronized RunSpec recordStart(Owner owner, Attempt attempt, InstanceId instance)
      throws ConflictException, FencedException {
    requireActive(owner);
    Entry entry = entry(attempt.container());
    keep(entry, entry.stored.started(owner.instanceSetId(), attempt, instance));
    return entry.run;
  }

  @Override
  public synchronized Container recordRunning(
      Owner owner, Attempt attempt, InstanceId instance, Instant startedAt)
      throws ConflictException, FencedException {
    requireActive(owner);
    Entry entry = entry(attempt.container());
    return keep(entry, entry.stored.running(owner.instanceSetId(), attempt, instance, startedAt));
  }

  @Override
  public synchronized Container recordResult(
      Owner owner, Attempt attempt, InstanceId instance, RunResult result)
      throws ConflictException, FencedException {
    requireActive(owner);
    Entry entry = entry(attempt.container());
    StoredContainer after = entry.stored.finished(owner.instanceSetId(), attempt, instance, result);
    entry.results.putIfAbsent(attempt.number(), result);
    return keep(entry, after);
  }

  @Override
  public synchronized Container requeue(
      Owner owner, Attempt attempt, RequeueReason reason, String detail)
      throws ConflictException, FencedException {
    requireActive(owner);
    Entry entry = entry(attempt.container());
    return keep(
        entry, entry.stored.requeued(owner.instanceSetId(), attempt, reason, detail, limits));
  }

  @Override
  public synchronized Container cancel(Owner owner, ContainerId id, String error)
      throws ConflictException, FencedException {
    requireActive(owner);
    Entry entry = entry(id);
    return keep(entry, entry.stored.cancelled(owner.instanceSetId(), error));
  }

  private Entry entry(ContainerId id) throws ConflictException {
    Entry entry = entries.get(id);
    if (entry == null) {
      throw StoredContainer.absent(id);
    }
    return entry;
  }

  private Container keep(Entry entry, StoredContainer changed) {
    boolean ends = !entry.container().state().isFinal() && changed.container().state().isFinal();
    shelves.remove(entry.number, entry.container());
    entry.stored = changed;
    shelves.put(entry.number, entry.container());
    if (ends) {
      unfinished--;
      notifyAll();
    }
    return entry.container();
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
