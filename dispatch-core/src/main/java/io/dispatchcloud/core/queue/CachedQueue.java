package io.dispatchcloud.core.queue;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ContainerQueue;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Lookup;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.QueueContext;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.api.queue.QueueView;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.Sizing;
import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.api.queue.UnlockReason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The view of the controller that never goes back in time: what was changed through it shows at
 * once, and a refresh that began before the change does not undo it (QUEUE-2).
 */
final class CachedQueue implements ContainerQueue {
  private final ContainerController controller;
  private final Owner owner;
  private final Function<Container, Sizing> size;
  private final Predicate<Container> mayStart;
  private final ViewStore view;
  private final Refresh refresh;

  CachedQueue(QueueContext context) {
    controller = context.controller();
    owner = context.owner();
    size = context.sizer();
    mayStart = context.mayStart();
    view = new ViewStore(owner.instanceSetId(), size, context.clock());
    refresh = new Refresh(controller, owner.instanceSetId(), context.fetchTarget());
  }

  @Override
  public QueueView entries() {
    return view.view();
  }

  @Override
  public Optional<QueueEntry> get(ContainerId id) {
    return view.get(id);
  }

  @Override
  public void forget(ContainerId id) {
    view.forget(id);
  }

  @Override
  public void update(Set<ContainerId> onWorkers) throws ControllerException {
    ViewStore.Mark began = view.mark();
    // What is new is sized once, whoever asks first (QUEUE-4).
    Map<ContainerId, Sizing> fresh = new HashMap<>();
    Function<Container, Sizing> sizer =
        container ->
            view.sizing(container)
                .orElseGet(
                    () -> fresh.computeIfAbsent(container.id(), id -> size.apply(container)));
    Lookup found =
        refresh.fetch(
            view.ids(),
            onWorkers,
            container -> mayStart.test(container) && sizer.apply(container).fits());
    view.merge(began, found, sizer);
  }

  @Override
  public Container lock(ContainerId id) throws ControllerException {
    return change(id, () -> controller.lock(owner, id));
  }

  @Override
  public Container unlock(Attempt attempt, UnlockReason reason) throws ControllerException {
    return change(attempt.container(), () -> controller.unlock(owner, attempt, reason));
  }

  @Override
  public RunSpec recordStart(Attempt attempt, InstanceId instance) throws ControllerException {
    return started(attempt, instance, () -> controller.recordStart(owner, attempt, instance));
  }

  @Override
  public RunSpec recordStart(Attempt attempt, InstanceId instance, BigDecimal pricePerHour)
      throws ControllerException {
    return started(
        attempt, instance, () -> controller.recordStart(owner, attempt, instance, pricePerHour));
  }

  private RunSpec started(Attempt attempt, InstanceId instance, Call<RunSpec> record)
      throws ControllerException {
    RunSpec run = learning(attempt.container(), record);
    view.assigned(attempt, instance);
    return run;
  }

  @Override
  public Container recordRunning(Attempt attempt, InstanceId instance, Instant startedAt)
      throws ControllerException {
    return change(
        attempt.container(), () -> controller.recordRunning(owner, attempt, instance, startedAt));
  }

  @Override
  public Container recordResult(Attempt attempt, InstanceId instance, RunResult result)
      throws ControllerException {
    return change(
        attempt.container(), () -> controller.recordResult(owner, attempt, instance, result));
  }

  @Override
  public Container requeue(Attempt attempt, RequeueReason reason, String detail)
      throws ControllerException {
    return change(attempt.container(), () -> controller.requeue(owner, attempt, reason, detail));
  }

  @Override
  public Container cancel(ContainerId id, String error) throws ControllerException {
    return change(id, () -> controller.cancel(owner, id, error));
  }

  @Override
  public boolean runnerRecords() {
    return controller.runnerRecords();
  }

  @Override
  public Subscription onChange(Runnable listener) {
    return controller.onChange(listener);
  }

  @Override
  public void close() {
    // The controller is its opener's to close, and the view needs nothing.
  }

  private interface Call<T> {
    T make() throws ControllerException;
  }

  private Container change(ContainerId id, Call<Container> change) throws ControllerException {
    Container changed = learning(id, change);
    view.changed(changed);
    return changed;
  }

  /** A refusal tells how things really are: no need to wait for the next refresh to learn it. */
  private <T> T learning(ContainerId id, Call<T> call) throws ControllerException {
    try {
      return call.make();
    } catch (ConflictException e) {
      e.current().ifPresentOrElse(view::changed, () -> view.forget(id));
      throw e;
    }
  }
}
