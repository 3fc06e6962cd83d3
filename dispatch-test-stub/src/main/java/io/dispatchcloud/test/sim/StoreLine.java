package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Lease;
import io.dispatchcloud.api.queue.OverloadException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.api.queue.UnlockReason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The store as one dispatcher reaches it, and all that goes wrong on the way. */
final class StoreLine implements ContainerController {
  private static final Duration QUICK = Duration.ofMillis(30);
  private static final Duration SLOW = Duration.ofSeconds(20);
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  // What a lease keeper leaves unused at the end of its lease.
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private final World world;
  private final Machine machine;
  private final SplitMix chance;
  private final ContainerController store;

  StoreLine(World world, Machine machine) {
    this.world = world;
    this.machine = machine;
    this.chance = world.chance.split();
    this.store = world.store.containers;
  }

  private interface Call<T> {
    T make() throws ControllerException;
  }

  private <T> T call(String what, Call<T> call) throws ControllerException {
    before(what);
    if (strikes(Fault.STORE_DONE, what)) {
      doneAlone(call);
      machine.pause(TIMEOUT);
      throw new ControllerException("the store did not answer in time");
    }
    try {
      return call.make();
    } finally {
      machine.pause(chance.upTo(QUICK));
      if (strikes(Fault.STORE_SLOW, what)) {
        machine.pause(chance.upTo(SLOW));
      }
    }
  }

  private void before(String what) throws ControllerException {
    if (machine.storeCutOffUntil > world.time.now()) {
      Duration left = Duration.ofNanos(machine.storeCutOffUntil - world.time.now());
      machine.pause(left.compareTo(TIMEOUT) < 0 ? left : TIMEOUT);
      throw new ControllerException("the store can't be reached");
    }
    if (strikes(Fault.STORE_OVERLOADED, what)) {
      machine.pause(chance.upTo(QUICK));
      world.judge.overloaded(machine.name);
      throw new OverloadException("503");
    }
    if (strikes(Fault.STORE_UNDONE, what)) {
      machine.pause(TIMEOUT);
      throw new ControllerException("the store did not answer in time");
    }
    if (machine.pausesForReal()) {
      machine.pause(chance.upTo(QUICK));
    }
  }

  /** It is done, now or a bit later, and nobody hears of that. */
  private <T> void doneAlone(Call<T> call) {
    Runnable alone =
        () -> {
          try {
            call.make();
          } catch (ControllerException e) {
            world.log.add("store refuses a late call of " + machine.name);
          }
        };
    if (chance.nextBoolean()) {
      alone.run();
    } else {
      world.time.after(chance.upTo(TIMEOUT), alone);
    }
  }

  private boolean strikes(Fault fault, String what) {
    if (!chance.chance(world.plan.rate(fault))) {
      return false;
    }
    world.struck(fault, machine.name + " " + what);
    return true;
  }

  // Leases.

  @Override
  public Optional<Lease> acquire(InstanceSetId instanceSetId, String holder)
      throws ControllerException {
    Optional<Lease> lease = call("acquire", () -> store.acquire(instanceSetId, holder));
    lease.ifPresent(
        given -> {
          world.log.add(machine.name + " is active, fence " + given.owner().fence());
          world.judge.becameActive(machine.name);
          machine.leased(given.duration(), MARGIN);
        });
    return lease;
  }

  @Override
  public Lease renew(Owner owner) throws ControllerException {
    Lease lease = call("renew", () -> store.renew(owner));
    machine.leased(lease.duration(), MARGIN);
    return lease;
  }

  @Override
  public void release(Owner owner) throws ControllerException {
    call(
        "release",
        () -> {
          store.release(owner);
          return true;
        });
  }

  // Reading.

  @Override
  public Page<Container> locked(InstanceSetId instanceSetId, String page)
      throws ControllerException {
    return call("locked", () -> without(store.locked(instanceSetId, page)));
  }

  @Override
  public Page<Container> queued(String page) throws ControllerException {
    return call("queued", () -> without(store.queued(page)));
  }

  private Page<Container> without(Page<Container> page) {
    return new Page<>(present(page.items()), page.next());
  }

  private List<Container> present(List<Container> items) {
    return items.stream().filter(item -> !world.store.isDeleted(item.id())).toList();
  }

  @Override
  public List<Container> byId(Collection<ContainerId> ids) throws ControllerException {
    return call("byId", () -> present(store.byId(ids)));
  }

  // Changing.

  private Container change(String what, ContainerId id, Call<Container> call)
      throws ControllerException {
    try {
      return call(what, () -> changed(id, call));
    } catch (ControllerException e) {
      world.judge.storeFailed(id);
      throw e;
    }
  }

  private Container changed(ContainerId id, Call<Container> call) throws ControllerException {
    requirePresent(id);
    Container before = store.byId(List.of(id)).get(0);
    Container after = call.make();
    if (!after.equals(before)) {
      world.store.changed(after, machine.name);
    }
    return after;
  }

  private void requirePresent(ContainerId id) throws ConflictException {
    if (world.store.find(id) == null) {
      throw new ConflictException("there is no container " + id, null);
    }
  }

  @Override
  public Container lock(Owner owner, ContainerId id) throws ControllerException {
    return change("lock " + id, id, () -> store.lock(owner, id));
  }

  @Override
  public Container unlock(Owner owner, Attempt attempt, UnlockReason reason)
      throws ControllerException {
    return change(
        "unlock " + attempt, attempt.container(), () -> store.unlock(owner, attempt, reason));
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

  private RunSpec started(Attempt attempt, InstanceId instance, Call<RunSpec> record)
      throws ControllerException {
    return call(
        "record start " + attempt,
        () -> {
          requirePresent(attempt.container());
          RunSpec run = record.make();
          world.log.add(machine.name + " records start of " + attempt + " on " + instance);
          world.judge.startRecorded(attempt, instance, machine.name);
          return run;
        });
  }

  @Override
  public Container recordRunning(
      Owner owner, Attempt attempt, InstanceId instance, Instant startedAt)
      throws ControllerException {
    return change(
        "record running " + attempt,
        attempt.container(),
        () -> store.recordRunning(owner, attempt, instance, startedAt));
  }

  @Override
  public Container recordResult(Owner owner, Attempt attempt, InstanceId instance, RunResult result)
      throws ControllerException {
    return change(
        "record result " + attempt,
        attempt.container(),
        () -> store.recordResult(owner, attempt, instance, result));
  }

  @Override
  public Container requeue(Owner owner, Attempt attempt, RequeueReason reason, String detail)
      throws ControllerException {
    return change(
        "requeue " + attempt,
        attempt.container(),
        () -> store.requeue(owner, attempt, reason, detail));
  }

  @Override
  public Container cancel(Owner owner, ContainerId id, String error) throws ControllerException {
    return change("cancel " + id, id, () -> store.cancel(owner, id, error));
  }

  @Override
  public boolean tellsCosts() {
    return store.tellsCosts();
  }

  @Override
  public Subscription onChange(Runnable listener) {
    return store.onChange(
        () -> {
          if (!machine.isDead()) {
            listener.run();
          }
        });
  }

  @Override
  public void close() {
    // The store is everybody's.
  }
}
