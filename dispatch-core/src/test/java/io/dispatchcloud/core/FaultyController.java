package io.dispatchcloud.core;

import com.google.common.collect.Sets;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Lease;
import io.dispatchcloud.api.queue.Lookup;
import io.dispatchcloud.api.queue.OverloadException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.api.queue.UnlockReason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A store that can be told to fail, and counts. */
final class FaultyController implements ContainerController {
  /** Leases are not renewed while set. */
  boolean renewFails;

  /** Starts are not recorded while set. */
  boolean recordStartOverloaded;

  /** Nothing is cancelled while set. */
  boolean cancelFails;

  /** What is there and can't be read. */
  final Set<ContainerId> unreadable = new HashSet<>();

  int refreshes;
  int renewals;
  int recordStarts;
  int cancels;
  int changes;

  private final ContainerController store;

  FaultyController(ContainerController store) {
    this.store = store;
  }

  @Override
  public Optional<Lease> acquire(InstanceSetId instanceSetId, String holder)
      throws ControllerException {
    return store.acquire(instanceSetId, holder);
  }

  @Override
  public Lease renew(Owner owner) throws ControllerException {
    if (renewFails) {
      throw new ControllerException("slow");
    }
    renewals++;
    return store.renew(owner);
  }

  @Override
  public void release(Owner owner) throws ControllerException {
    store.release(owner);
  }

  @Override
  public Page<Container> locked(InstanceSetId instanceSetId, String page)
      throws ControllerException {
    refreshes++;
    Page<Container> all = store.locked(instanceSetId, page);
    List<Container> read =
        all.items().stream().filter(each -> !unreadable.contains(each.id())).toList();
    return new Page<>(read, all.next());
  }

  @Override
  public Page<Container> queued(String page) throws ControllerException {
    return store.queued(page);
  }

  @Override
  public List<Container> byId(Collection<ContainerId> ids) throws ControllerException {
    return store.byId(ids);
  }

  @Override
  public Lookup lookUp(Collection<ContainerId> ids) throws ControllerException {
    List<Container> found = new ArrayList<>(byId(ids));
    found.removeIf(each -> unreadable.contains(each.id()));
    return new Lookup(found, Sets.intersection(Set.copyOf(ids), unreadable));
  }

  @Override
  public Container lock(Owner owner, ContainerId id) throws ControllerException {
    changes++;
    return store.lock(owner, id);
  }

  @Override
  public Container unlock(Owner owner, Attempt attempt, UnlockReason reason)
      throws ControllerException {
    changes++;
    return store.unlock(owner, attempt, reason);
  }

  @Override
  public RunSpec recordStart(Owner owner, Attempt attempt, InstanceId instance)
      throws ControllerException {
    return started(() -> store.recordStart(owner, attempt, instance));
  }

  @Override
  public RunSpec recordStart(
      Owner owner, Attempt attempt, InstanceId instance, BigDecimal pricePerHour)
      throws ControllerException {
    return started(() -> store.recordStart(owner, attempt, instance, pricePerHour));
  }

  private interface Start {
    RunSpec record() throws ControllerException;
  }

  private RunSpec started(Start start) throws ControllerException {
    recordStarts++;
    if (recordStartOverloaded) {
      throw new OverloadException("503");
    }
    return start.record();
  }

  @Override
  public boolean tellsCosts() {
    return store.tellsCosts();
  }

  @Override
  public Container recordRunning(
      Owner owner, Attempt attempt, InstanceId instance, Instant startedAt)
      throws ControllerException {
    changes++;
    return store.recordRunning(owner, attempt, instance, startedAt);
  }

  @Override
  public Container recordResult(Owner owner, Attempt attempt, InstanceId instance, RunResult result)
      throws ControllerException {
    changes++;
    return store.recordResult(owner, attempt, instance, result);
  }

  @Override
  public Container requeue(Owner owner, Attempt attempt, RequeueReason reason, String detail)
      throws ControllerException {
    changes++;
    return store.requeue(owner, attempt, reason, detail);
  }

  @Override
  public Container cancel(Owner owner, ContainerId id, String error) throws ControllerException {
    cancels++;
    if (cancelFails) {
      throw new ControllerException("away");
    }
    changes++;
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
