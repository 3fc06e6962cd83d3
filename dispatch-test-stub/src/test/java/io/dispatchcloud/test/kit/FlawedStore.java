package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.OutputTail;
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
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The store in memory, with something wrong in front of it. */
final class FlawedStore implements ContainerController {
  private final InMemoryController store;
  private final StoreFlaw flaw;
  private final Map<InstanceSetId, Lease> leases = new ConcurrentHashMap<>();
  private final CyclicBarrier checked = new CyclicBarrier(2);

  FlawedStore(InMemoryController store, StoreFlaw flaw) {
    this.store = store;
    this.flaw = flaw;
  }

  private boolean has(StoreFlaw wanted) {
    return flaw == wanted;
  }

  private Owner fenced(Owner owner) {
    Lease newest = leases.get(owner.instanceSetId());
    return has(StoreFlaw.IGNORES_FENCES) && newest != null ? newest.owner() : owner;
  }

  private Attempt numbered(Attempt attempt) {
    boolean ignored = has(StoreFlaw.IGNORES_ATTEMPTS);
    return ignored
        ? store.find(attempt.container()).flatMap(Container::currentAttempt).orElse(attempt)
        : attempt;
  }

  private interface Change<T> {
    T make() throws ControllerException;
  }

  private <T> T changed(ContainerId id, Change<T> change) throws ControllerException {
    try {
      return change.make();
    } catch (ConflictException e) {
      switch (flaw) {
        case UNTYPED_CONFLICTS -> throw new IllegalStateException(e);
        case CONFLICTS_THAT_TELL_NOTHING -> throw new ConflictException("no", null);
        case SECRETS_IN_REFUSALS ->
            throw new ConflictException(
                id + " has " + StoreBench.RUN.environment(), e.current().orElse(null));
        default -> throw e;
      }
    }
  }

  // Leases.

  @Override
  public Optional<Lease> acquire(InstanceSetId set, String holder) {
    Optional<Lease> given = store.acquire(set, holder);
    given.ifPresent(lease -> leases.put(set, lease));
    return has(StoreFlaw.TWO_HOLDERS) ? Optional.ofNullable(leases.get(set)) : given;
  }

  @Override
  public Lease renew(Owner owner) throws ControllerException {
    return has(StoreFlaw.RENEWS_NOTHING)
        ? leases.get(owner.instanceSetId())
        : store.renew(fenced(owner));
  }

  @Override
  public void release(Owner owner) {
    switch (flaw) {
      case RELEASES_NOTHING -> {}
      case RELEASES_FOR_ANYONE -> store.release(leases.get(owner.instanceSetId()).owner());
      default -> store.release(owner);
    }
  }

  // Lists.

  @Override
  public Page<Container> locked(InstanceSetId set, String page) {
    return switch (flaw) {
      case LISTS_WHAT_OTHERS_LOCKED ->
          new Page<>(store.containers().stream().filter(each -> each.owner() != null).toList(), "");
      case PAGES_BY_PLACE -> byPlace(set, page.isEmpty() ? 0 : Integer.parseInt(page));
      default -> store.locked(set, page);
    };
  }

  private Page<Container> byPlace(InstanceSetId set, int from) {
    List<Container> all =
        store.containers().stream().filter(each -> set.equals(each.owner())).toList();
    int to = Math.min(from + 1_000, all.size());
    return new Page<>(all.subList(from, to), to < all.size() ? Integer.toString(to) : "");
  }

  @Override
  public Page<Container> queued(String page) {
    Page<Container> right = store.queued(page);
    return switch (flaw) {
      case QUEUES_WHAT_IS_HELD ->
          new Page<>(
              store.containers().stream()
                  .filter(each -> each.state() == ContainerState.QUEUED)
                  .toList(),
              "");
      case LISTS_BY_ID ->
          new Page<>(
              right.items().stream().sorted(Comparator.comparing(Container::id)).toList(), "");
      case ONLY_THE_FIRST_PAGE -> new Page<>(right.items(), "");
      case LISTS_WITHOUT_COSTS ->
          new Page<>(
              right.items().stream().map(each -> each.withCost(BigDecimal.ZERO)).toList(),
              right.next());
      default -> right;
    };
  }

  @Override
  public List<Container> byId(Collection<ContainerId> ids) {
    List<Container> found = new ArrayList<>(store.byId(ids));
    if (has(StoreFlaw.FINDS_ONLY_WHAT_WAITS)) {
      found.removeIf(each -> each.onHold());
    }
    if (has(StoreFlaw.FORGETS_LABELS)) {
      found.replaceAll(FlawedStore::withoutLabels);
    }
    return found;
  }

  private static Container withoutLabels(Container old) {
    return new Container(
        old.id(),
        old.state(),
        old.priority(),
        old.needs(),
        old.supervisor(),
        old.preemptible(),
        Map.of(),
        old.createdAt(),
        old.owner(),
        old.attempt(),
        old.instance(),
        old.startedAt(),
        old.result(),
        old.error(),
        old.cost());
  }

  // Changes.

  @Override
  public Container lock(Owner owner, ContainerId id) throws ControllerException {
    boolean free = store.find(id).filter(each -> each.state() == ContainerState.QUEUED).isPresent();
    if (has(StoreFlaw.CHECKS_AND_THEN_LOCKS) && free) {
      meetAnother();
    }
    try {
      return changed(id, () -> store.lock(fenced(owner), id));
    } catch (ConflictException e) {
      boolean tells = has(StoreFlaw.LOCKS_WHAT_IS_LOCKED) && e.current().isPresent();
      if (tells || (has(StoreFlaw.CHECKS_AND_THEN_LOCKS) && free)) {
        return e.current().orElseThrow();
      }
      throw e;
    }
  }

  /** Until a second thread has checked as well. */
  private void meetAnother() {
    try {
      checked.await(100, TimeUnit.MILLISECONDS);
    } catch (BrokenBarrierException | TimeoutException e) {
      checked.reset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Container unlock(Owner owner, Attempt attempt, UnlockReason reason)
      throws ControllerException {
    UnlockReason counted =
        switch (flaw) {
          case COUNTS_EVERY_UNLOCK -> UnlockReason.START_FAILED;
          case COUNTS_NO_FAILED_START -> UnlockReason.QUOTA;
          default -> reason;
        };
    return changed(
        attempt.container(), () -> store.unlock(fenced(owner), numbered(attempt), counted));
  }

  @Override
  public RunSpec recordStart(Owner owner, Attempt attempt, InstanceId instance)
      throws ControllerException {
    return started(attempt, () -> store.recordStart(fenced(owner), numbered(attempt), instance));
  }

  @Override
  public RunSpec recordStart(Owner owner, Attempt attempt, InstanceId instance, BigDecimal price)
      throws ControllerException {
    return has(StoreFlaw.FORGETS_PRICES)
        ? recordStart(owner, attempt, instance)
        : started(
            attempt, () -> store.recordStart(fenced(owner), numbered(attempt), instance, price));
  }

  private RunSpec started(Attempt attempt, Change<RunSpec> start) throws ControllerException {
    try {
      RunSpec run = changed(attempt.container(), start);
      return has(StoreFlaw.LOSES_THE_ENVIRONMENT)
          ? new RunSpec(run.command(), Map.of(), run.image(), run.workingDirectory())
          : run;
    } catch (ConflictException e) {
      boolean held = e.current().filter(Container::onHold).isPresent();
      boolean elsewhere = e.current().filter(each -> each.instance() != null).isPresent();
      if ((has(StoreFlaw.STARTS_WHAT_IS_HELD) && held)
          || (has(StoreFlaw.STARTS_ON_TWO_INSTANCES) && elsewhere)) {
        return StoreBench.RUN;
      }
      throw e;
    }
  }

  @Override
  public Container recordRunning(
      Owner owner, Attempt attempt, InstanceId instance, Instant startedAt)
      throws ControllerException {
    return changed(
        attempt.container(),
        () -> store.recordRunning(fenced(owner), numbered(attempt), instance, startedAt));
  }

  @Override
  public Container recordResult(Owner owner, Attempt attempt, InstanceId instance, RunResult result)
      throws ControllerException {
    RunResult kept = has(StoreFlaw.CUTS_OUTPUT) ? withoutOutput(result) : result;
    Container after =
        changed(
            attempt.container(),
            () -> store.recordResult(fenced(owner), numbered(attempt), instance, kept));
    return has(StoreFlaw.THE_LAST_RESULT_STAYS) ? after.completed(result) : after;
  }

  private static RunResult withoutOutput(RunResult result) {
    return new RunResult(
        result.exitStatus(),
        result.startedAt(),
        result.finishedAt(),
        OutputTail.EMPTY,
        OutputTail.EMPTY);
  }

  @Override
  public Container requeue(Owner owner, Attempt attempt, RequeueReason reason, String detail)
      throws ControllerException {
    RequeueReason counted = has(StoreFlaw.COUNTS_NO_LOSS) ? RequeueReason.ON_HOLD : reason;
    return changed(
        attempt.container(),
        () -> store.requeue(fenced(owner), numbered(attempt), counted, detail));
  }

  @Override
  public Container cancel(Owner owner, ContainerId id, String error) throws ControllerException {
    return changed(id, () -> store.cancel(fenced(owner), id, error));
  }

  @Override
  public boolean tellsCosts() {
    return store.tellsCosts();
  }

  @Override
  public Subscription onChange(Runnable listener) {
    return switch (flaw) {
      case NEVER_TELLS -> () -> {};
      case TELLS_AFTER_THE_END -> {
        store.onChange(listener);
        yield () -> {};
      }
      default -> store.onChange(listener);
    };
  }

  @Override
  public void close() {
    store.close();
  }
}
