package io.dispatchcloud.core.queue;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Lease;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.StoredContainer;
import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.api.queue.UnlockReason;
import io.dispatchcloud.core.InMemoryController;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A store in memory with pages of two, in which something may happen before each answer, and from
 * which containers can be deleted.
 */
final class SteppedStore implements ContainerController {
  private static final int PAGE = 2;
  private static final Comparator<Container> BY_RANK =
      Comparator.comparingLong(Container::priority)
          .reversed()
          .thenComparing(each -> each.id().value());

  private final InMemoryController store = new InMemoryController();
  private final Set<ContainerId> deleted = new TreeSet<>();
  private final Runnable beforeAnswer;

  SteppedStore(Runnable beforeAnswer) {
    this.beforeAnswer = beforeAnswer;
  }

  /** What users and others do. */
  InMemoryController others() {
    return store;
  }

  void delete(ContainerId id) {
    deleted.add(id);
  }

  /** A container as it is; empty if there is none. */
  Optional<Container> now(ContainerId id) {
    return deleted.contains(id) ? Optional.empty() : store.find(id);
  }

  private void requirePresent(ContainerId id) throws ControllerException {
    if (deleted.contains(id)) {
      throw StoredContainer.absent(id);
    }
  }

  private Page<Container> page(
      Predicate<Container> listed, Comparator<Container> order, String page) {
    beforeAnswer.run();
    List<Container> all =
        store.containers().stream()
            .filter(each -> !deleted.contains(each.id()))
            .filter(listed)
            .sorted(order)
            .toList();
    List<Container> rest = all.stream().filter(each -> after(each, order, page)).toList();
    List<Container> shown = rest.subList(0, Math.min(PAGE, rest.size()));
    String next =
        rest.size() > PAGE
            ? shown.get(PAGE - 1).priority() + " " + shown.get(PAGE - 1).id()
            : Page.FIRST;
    return new Page<>(shown, next);
  }

  private boolean after(Container each, Comparator<Container> order, String page) {
    if (page.isEmpty()) {
      return true;
    }
    String[] place = page.split(" ", -1);
    Container last =
        store.find(new ContainerId(place[1])).orElseThrow().withPriority(Long.parseLong(place[0]));
    return order.compare(each, last) > 0;
  }

  @Override
  public Page<Container> locked(InstanceSetId set, String page) {
    return page(each -> set.equals(each.owner()), Comparator.comparing(Container::id), page);
  }

  @Override
  public Page<Container> queued(String page) {
    return page(each -> each.state() == ContainerState.QUEUED && !each.onHold(), BY_RANK, page);
  }

  @Override
  public List<Container> byId(Collection<ContainerId> ids) {
    beforeAnswer.run();
    return store.byId(ids.stream().filter(id -> !deleted.contains(id)).toList());
  }

  @Override
  public Optional<Lease> acquire(InstanceSetId set, String holder) {
    return store.acquire(set, holder);
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
  public Container lock(Owner owner, ContainerId id) throws ControllerException {
    requirePresent(id);
    return store.lock(owner, id);
  }

  @Override
  public Container unlock(Owner owner, Attempt attempt, UnlockReason reason)
      throws ControllerException {
    requirePresent(attempt.container());
    return store.unlock(owner, attempt, reason);
  }

  @Override
  public RunSpec recordStart(Owner owner, Attempt attempt, InstanceId instance)
      throws ControllerException {
    requirePresent(attempt.container());
    return store.recordStart(owner, attempt, instance);
  }

  @Override
  public Container recordRunning(
      Owner owner, Attempt attempt, InstanceId instance, Instant startedAt)
      throws ControllerException {
    requirePresent(attempt.container());
    return store.recordRunning(owner, attempt, instance, startedAt);
  }

  @Override
  public Container recordResult(Owner owner, Attempt attempt, InstanceId instance, RunResult result)
      throws ControllerException {
    requirePresent(attempt.container());
    return store.recordResult(owner, attempt, instance, result);
  }

  @Override
  public Container requeue(Owner owner, Attempt attempt, RequeueReason reason, String detail)
      throws ControllerException {
    requirePresent(attempt.container());
    return store.requeue(owner, attempt, reason, detail);
  }

  @Override
  public Container cancel(Owner owner, ContainerId id, String error) throws ControllerException {
    requirePresent(id);
    return store.cancel(owner, id, error);
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
