package io.dispatchcloud.queue.arvados;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.FencedException;
import io.dispatchcloud.api.queue.Lease;
import io.dispatchcloud.api.queue.Lookup;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.api.queue.UnlockReason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The containers of an Arvados cluster, over its public REST API. Thread-safe. Where the contract
 * of {@link ContainerController} has what this API has not:
 *
 * <ul>
 *   <li><b>Owner.</b> The server knows which token locked a container, and lets no other one change
 *       it. So a token stands for one instance set; a second one is refused. Containers of other
 *       tokens show as owned by an instance set named as that token's uuid.
 *   <li><b>Leases and fences.</b> There are none: leases are this process's own. Dispatchers of
 *       other processes with the same token are not kept out of the store; their operator must do
 *       that. Fences are made of the server's time, so that they rise from one process to the next,
 *       and runners on the instances refuse the former one.
 *   <li><b>Attempts.</b> The number is {@code lock_count}. The server gives a container up after as
 *       many locks as it is configured for, whatever the reasons of the unlocks were: the attempt
 *       limits of the dispatcher are not used (CTR-3, CTR-7).
 *   <li><b>Compare-and-set.</b> Locking is one, on the state; the others are on the state and the
 *       token. The attempt is compared by reading before, which another process with the same token
 *       could get between.
 *   <li><b>Start.</b> The instance is noted in {@code runtime_status}, which what runs there may
 *       replace later.
 *   <li><b>Results.</b> What runs on the instance records start and end by itself (POOL-23).
 *   <li><b>Requeue.</b> What is locked is unlocked. What runs can't be queued again: it is
 *       cancelled, and the server makes a new container if its request wants one.
 *   <li><b>Costs.</b> The server keeps none that follow from the dispatcher's prices: all
 *       containers have cost nothing here, and a budget per container is refused when a dispatcher
 *       is made.
 * </ul>
 */
final class ArvadosController implements ContainerController {
  private final ApiClient api;
  private final Settings settings;
  private final InstantSource clock;
  private final String tokenUuid;
  private final Leases leases;
  private final ContainerReader reader;
  private final Unreadable unreadable;
  private final LenientReader lenient;

  private ArvadosController(
      ApiClient api,
      Settings settings,
      InstantSource clock,
      System.Logger logger,
      String tokenUuid) {
    this.api = api;
    this.settings = settings;
    this.clock = clock;
    this.tokenUuid = tokenUuid;
    this.leases = new Leases(clock);
    this.reader = new ContainerReader(tokenUuid, this::ourSet);
    this.unreadable = new Unreadable(logger);
    this.lenient = new LenientReader(reader, unreadable);
  }

  private Listing listing(Requests requests) {
    return new Listing(requests, reader, lenient, settings.pageSize(), unreadable);
  }

  /** What changes containers within one call, if the caller is active. */
  private Changes changesOf(Owner owner) throws FencedException {
    leases.requireActive(owner);
    Requests requests = api.begin();
    return new Changes(requests, reader, lenient, listing(requests));
  }

  /**
   * Asks the server whose token this is, and makes a store with it.
   *
   * @param api closed with the store
   * @throws ControllerException if the server can't be asked, or refuses the token
   */
  static ArvadosController open(
      ApiClient api, Settings settings, InstantSource clock, System.Logger logger)
      throws ControllerException {
    return new ArvadosController(
        api, settings, clock, logger, CurrentToken.ask(api.begin()).uuid());
  }

  private InstanceSetId ourSet() {
    return leases.instanceSet().orElseGet(() -> new InstanceSetId(tokenUuid));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Only among the dispatchers of this process; see above.
   */
  @Override
  public Optional<Lease> acquire(InstanceSetId instanceSetId, String holder)
      throws ControllerException {
    InstanceSetId known = leases.instanceSet().orElse(instanceSetId);
    if (!known.equals(instanceSetId)) {
      throw new ControllerException(
          "token "
              + tokenUuid
              + " stands for instance set "
              + known
              + "; expected another token for "
              + instanceSetId);
    }
    if (leases.isHeld()) {
      return Optional.empty();
    }
    CurrentToken token = CurrentToken.ask(api.begin());
    if (!token.uuid().equals(tokenUuid)) {
      throw new BadAnswerException("the token is another one than before; expected " + tokenUuid);
    }
    return leases.take(instanceSetId, token.fence(clock.millis()));
  }

  @Override
  public Lease renew(Owner owner) throws ControllerException {
    return leases.renew(owner);
  }

  @Override
  public void release(Owner owner) {
    leases.release(owner);
  }

  @Override
  public Page<Container> locked(InstanceSetId instanceSetId, String page)
      throws ControllerException {
    if (instanceSetId.equals(ourSet())) {
      return listing(api.begin()).locked(tokenUuid, instanceSetId, page);
    }
    // Others are known by their tokens alone, which have locked nothing with another name.
    return Uuids.isToken(instanceSetId.value()) && !instanceSetId.value().equals(tokenUuid)
        ? listing(api.begin()).locked(instanceSetId.value(), instanceSetId, page)
        : new Page<>(List.of(), "");
  }

  @Override
  public Page<Container> queued(String page) throws ControllerException {
    return listing(api.begin()).queued(page);
  }

  @Override
  public List<Container> byId(Collection<ContainerId> ids) throws ControllerException {
    return listing(api.begin()).byId(ids).stream().map(Found::container).toList();
  }

  @Override
  public Lookup lookUp(Collection<ContainerId> ids) throws ControllerException {
    return listing(api.begin()).lookUp(ids);
  }

  @Override
  public Container lock(Owner owner, ContainerId id) throws ControllerException {
    Changes changes = changesOf(owner);
    if (!Uuids.isContainer(id.value())) {
      throw new ConflictException("lock " + id + ": there is none", null);
    }
    return changes.lock(id).container();
  }

  /**
   * {@inheritDoc}
   *
   * <p>The reason makes no difference: the server counts locks.
   */
  @Override
  public Container unlock(Owner owner, Attempt attempt, UnlockReason reason)
      throws ControllerException {
    Changes changes = changesOf(owner);
    changes.current("unlock", attempt, ContainerState.LOCKED);
    return changes.unlock(attempt.container()).container();
  }

  @Override
  public RunSpec recordStart(Owner owner, Attempt attempt, InstanceId instance)
      throws ControllerException {
    Changes changes = changesOf(owner);
    Found found = changes.current("record the start of", attempt, ContainerState.LOCKED);
    Container container = found.container();
    InstanceId recorded = container.instance();
    if (container.onHold() || (recorded != null && !recorded.equals(instance))) {
      throw new ConflictException(
          "record the start of " + attempt + ": it is on hold, or recorded on " + recorded,
          container);
    }
    if (recorded == null) {
      changes.noteStart(found, attempt, instance);
    }
    return settings.payloadFor(container.id());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Records nothing: what runs there does. Tells what it recorded.
   */
  @Override
  public Container recordRunning(
      Owner owner, Attempt attempt, InstanceId instance, Instant startedAt)
      throws ControllerException {
    Changes changes = changesOf(owner);
    return changes
        .current("look at", attempt, ContainerState.LOCKED, ContainerState.RUNNING)
        .container();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Records nothing: what runs there does. Tells what it recorded, or fails if that is nothing.
   */
  @Override
  public Container recordResult(Owner owner, Attempt attempt, InstanceId instance, RunResult result)
      throws ControllerException {
    Changes changes = changesOf(owner);
    Container container = changes.there("look at", attempt.container()).container();
    if (container.attempt() != attempt.number()
        || container.state() == ContainerState.QUEUED
        || container.state() == ContainerState.CANCELLED) {
      throw Changes.conflict("look at " + attempt, container);
    }
    if (container.state() != ContainerState.COMPLETE) {
      throw new ControllerException(
          attempt + ": what runs there records its result itself, and has not yet");
    }
    return container;
  }

  @Override
  public Container requeue(Owner owner, Attempt attempt, RequeueReason reason, String detail)
      throws ControllerException {
    Changes changes = changesOf(owner);
    Found found =
        changes.current("requeue", attempt, ContainerState.LOCKED, ContainerState.RUNNING);
    Found after =
        found.container().state() == ContainerState.LOCKED
            ? changes.unlock(attempt.container())
            : changes.cancel(found, detail);
    return after.container();
  }

  @Override
  public Container cancel(Owner owner, ContainerId id, String error) throws ControllerException {
    Changes changes = changesOf(owner);
    Found found = changes.there("cancel", id);
    Container container = found.container();
    if (container.state().isFinal() || (container.owner() != null && !found.ours())) {
      throw Changes.conflict("cancel " + id, container);
    }
    if (container.state() == ContainerState.QUEUED && !container.onHold()) {
      // Only who has locked it may say why.
      found = changes.lock(id);
    }
    return changes.cancel(found, error).container();
  }

  @Override
  public boolean runnerRecords() {
    return true;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Never calls: the API is polled.
   */
  @Override
  public Subscription onChange(Runnable listener) {
    return () -> {};
  }

  @Override
  public void close() {
    api.close();
  }
}
