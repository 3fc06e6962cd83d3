package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Lease;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.api.queue.UnlockReason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What dispatchers ask of the store. */
abstract class DispatcherCalls implements ContainerController {
  private final Store store;
  private final AttemptLimits limits;

  DispatcherCalls(Store store, AttemptLimits limits) {
    this.store = store;
    this.limits = limits;
  }

  @Override
  public Optional<Lease> acquire(InstanceSetId instanceSetId, String holder)
      throws ControllerException {
    return store.leases().acquire(instanceSetId, holder);
  }

  @Override
  public Lease renew(Owner owner) throws ControllerException {
    return store.leases().renew(owner);
  }

  @Override
  public void release(Owner owner) throws ControllerException {
    store.leases().release(owner);
  }

  @Override
  public Page<Container> locked(InstanceSetId instanceSetId, String page)
      throws ControllerException {
    return store.listing().locked(instanceSetId, page);
  }

  @Override
  public Page<Container> queued(String page) throws ControllerException {
    return store.listing().queued(page);
  }

  @Override
  public List<Container> byId(Collection<ContainerId> ids) throws ControllerException {
    return store.listing().byId(ids);
  }

  @Override
  public Container lock(Owner owner, ContainerId id) throws ControllerException {
    return changed(
        store.change(
            "lock",
            owner,
            id,
            stored -> stored.locked(owner.instanceSetId()),
            Attempts.begun(owner)));
  }

  @Override
  public Container unlock(Owner owner, Attempt attempt, UnlockReason reason)
      throws ControllerException {
    return changed(
        store.change(
            "unlock",
            owner,
            attempt.container(),
            stored -> stored.unlocked(owner.instanceSetId(), attempt, reason, limits),
            Attempts.notStarted(reason)));
  }

  @Override
  public RunSpec recordStart(Owner owner, Attempt attempt, InstanceId instance)
      throws ControllerException {
    return started(owner, attempt, instance, null);
  }

  @Override
  public RunSpec recordStart(
      Owner owner, Attempt attempt, InstanceId instance, BigDecimal pricePerHour)
      throws ControllerException {
    if (pricePerHour.signum() < 0) {
      throw new IllegalArgumentException(
          "pricePerHour: '" + pricePerHour + "'; expected 0 or more");
    }
    return started(owner, attempt, instance, pricePerHour);
  }

  private RunSpec started(
      Owner owner, Attempt attempt, InstanceId instance, @Nullable BigDecimal pricePerHour)
      throws ControllerException {
    store.change(
        "record the start of",
        owner,
        attempt.container(),
        stored -> stored.started(owner.instanceSetId(), attempt, instance),
        Attempts.placed(pricePerHour));
    return store.submitter().run(attempt.container());
  }

  @Override
  public Container recordRunning(
      Owner owner, Attempt attempt, InstanceId instance, Instant startedAt)
      throws ControllerException {
    return changed(
        store.change(
            "record running of",
            owner,
            attempt.container(),
            stored -> stored.running(owner.instanceSetId(), attempt, instance, startedAt),
            Attempts.moved()));
  }

  @Override
  public Container recordResult(Owner owner, Attempt attempt, InstanceId instance, RunResult result)
      throws ControllerException {
    return changed(
        store.change(
            "record the result of",
            owner,
            attempt.container(),
            stored -> stored.finished(owner.instanceSetId(), attempt, instance, result),
            Attempts.finished(instance, result)));
  }

  @Override
  public Container requeue(Owner owner, Attempt attempt, RequeueReason reason, String detail)
      throws ControllerException {
    return changed(
        store.change(
            "requeue",
            owner,
            attempt.container(),
            stored -> stored.requeued(owner.instanceSetId(), attempt, reason, detail, limits),
            Attempts.ended(
                reason == RequeueReason.LOST ? AttemptOutcome.LOST : AttemptOutcome.ON_HOLD,
                detail)));
  }

  @Override
  public Container cancel(Owner owner, ContainerId id, String error) throws ControllerException {
    return changed(
        store.change(
            "cancel",
            owner,
            id,
            stored -> stored.cancelled(owner.instanceSetId(), error),
            Attempts.ended(AttemptOutcome.CANCELLED, error)));
  }

  private Container changed(Container container) {
    store.changed(container);
    return container;
  }

  @Override
  public boolean tellsCosts() {
    return true;
  }

  @Override
  public Subscription onChange(Runnable listener) {
    return store.listen(listener);
  }

  @Override
  public void close() {
    store.close();
  }
}
