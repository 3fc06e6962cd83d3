package io.dispatchcloud.api.queue;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The store of containers that users submit to and that everyone trusts (sections 1 and 9): the
 * thin layer that core turns into a {@link ContainerQueue}.
 *
 * <p>Thread-safe. Every call blocks, for a minute at most; then its outcome is unknown. Every
 * change is one atomic compare-and-set on the container's state, its owner and its attempt. A
 * change that names an {@link Owner} is refused with {@link FencedException} once another one took
 * over from that owner, so that its fence is not the newest any more (QUEUE-7).
 */
public interface ContainerController extends AutoCloseable {

  // The active dispatcher.

  /**
   * Tries to become the active dispatcher of an instance set.
   *
   * @param instanceSetId the instance set
   * @param holder who asks, for people: host and process
   * @return the lease with a new fence, or empty while another one's has not run out
   * @throws ControllerException if the store could not be asked
   */
  Optional<Lease> acquire(InstanceSetId instanceSetId, String holder) throws ControllerException;

  /**
   * Makes a lease last its full time again.
   *
   * @param owner the holder
   * @return the lease with the same fence
   * @throws FencedException if it ran out and another one took over
   * @throws ControllerException if the store could not be asked
   */
  Lease renew(Owner owner) throws ControllerException;

  /**
   * Gives a lease back, so that another one need not wait for its end. A lease that is not held any
   * more is none of the caller's business: that is a success.
   *
   * @param owner the holder
   * @throws ControllerException if the store could not be asked
   */
  void release(Owner owner) throws ControllerException;

  // Reading.

  /**
   * Lists what an instance set has locked: LOCKED and RUNNING.
   *
   * @param instanceSetId whose
   * @param page {@link Page#FIRST}, or what the page before said
   * @return a page; in a stable order, so that going through all pages misses none that stayed
   *     locked meanwhile
   * @throws ControllerException if the store could not be asked
   */
  Page<Container> locked(InstanceSetId instanceSetId, String page) throws ControllerException;

  /**
   * Lists what waits and is not on hold: QUEUED with a priority of 1 or more, highest priority
   * first, then oldest first.
   *
   * @param page {@link Page#FIRST}, or what the page before said
   * @return a page
   * @throws ControllerException if the store could not be asked
   */
  Page<Container> queued(String page) throws ControllerException;

  /**
   * Looks containers up, whatever their state.
   *
   * @param ids which; at most 1,000
   * @return those that there are, in any order; what lacks was deleted
   * @throws ControllerException if the store could not be asked
   */
  List<Container> byId(Collection<ContainerId> ids) throws ControllerException;

  /**
   * Looks containers up as {@link #byId} does, where one that can't be read is not to keep the
   * others from being seen. A store that can read whatever it has need not know of this.
   *
   * @param ids which; at most 1,000
   * @return those that there are; what lacks was deleted
   * @throws ControllerException if the store could not be asked
   */
  default Lookup lookUp(Collection<ContainerId> ids) throws ControllerException {
    return new Lookup(byId(ids), Set.of());
  }

  // Changing. Each returns the container as it is afterwards.

  /**
   * Takes a container: QUEUED to LOCKED, with a new attempt number.
   *
   * @param owner who takes it
   * @param id which
   * @return the locked container
   * @throws ConflictException if it is not QUEUED
   * @throws ControllerException if the store could not be asked; it may be locked all the same
   */
  Container lock(Owner owner, ContainerId id) throws ControllerException;

  /**
   * Gives a container back that was not started: LOCKED to QUEUED; or CANCELLED when starts have
   * failed too often (CTR-3).
   *
   * @param owner who had it
   * @param attempt which attempt
   * @param reason why; only {@link UnlockReason#START_FAILED} counts
   * @return the container
   * @throws ConflictException if this attempt is not LOCKED by this owner
   * @throws ControllerException if the store could not be asked; it may be done all the same
   */
  Container unlock(Owner owner, Attempt attempt, UnlockReason reason) throws ControllerException;

  /**
   * Records where an attempt is about to be started, before the start command is sent (CTR-7), and
   * tells what to run. Repeating it with the same instance is harmless.
   *
   * @param owner who starts it
   * @param attempt which attempt
   * @param instance where
   * @return what to run
   * @throws ConflictException if this attempt is not LOCKED by this owner, is on hold, or is
   *     recorded on another instance
   * @throws ControllerException if the store could not be asked; it may be recorded all the same
   */
  RunSpec recordStart(Owner owner, Attempt attempt, InstanceId instance) throws ControllerException;

  /**
   * Records a start as {@link #recordStart(Owner, Attempt, InstanceId)} does, with what the attempt
   * costs for each hour: so whoever keeps costs has, in that one change, all that the cost of any
   * attempt follows from, however it ends: its price for the time that it ran by its result, or,
   * where it has none, since this change. A store that keeps no costs need not know of this.
   *
   * @param owner who starts it
   * @param attempt which attempt
   * @param instance where
   * @param pricePerHour its share of what the instance costs, in the currency of the prices; 0 or
   *     more. Of repeated calls the first one's stays
   * @return what to run
   * @throws ConflictException if this attempt is not LOCKED by this owner, is on hold, or is
   *     recorded on another instance
   * @throws ControllerException if the store could not be asked; it may be recorded all the same
   */
  default RunSpec recordStart(
      Owner owner, Attempt attempt, InstanceId instance, BigDecimal pricePerHour)
      throws ControllerException {
    return recordStart(owner, attempt, instance);
  }

  /**
   * Records that an attempt was seen to run: LOCKED to RUNNING (POOL-23). Repeating it is harmless.
   *
   * @param owner who saw it
   * @param attempt which attempt
   * @param instance where it runs
   * @param startedAt when it was first seen
   * @return the container
   * @throws ConflictException if this attempt is neither LOCKED nor RUNNING
   * @throws ControllerException if the store could not be asked; it may be recorded all the same
   */
  Container recordRunning(Owner owner, Attempt attempt, InstanceId instance, Instant startedAt)
      throws ControllerException;

  /**
   * Records how an attempt ended: RUNNING (or LOCKED, through RUNNING) to COMPLETE. The first
   * result stays; repeating it is harmless.
   *
   * @param owner who collected it
   * @param attempt which attempt
   * @param instance where it ran
   * @param result how it ended
   * @return the container
   * @throws ConflictException if this attempt is not the current one, or the container was
   *     cancelled: the result is of no use to anyone
   * @throws ControllerException if the store could not be asked; it may be recorded all the same
   */
  Container recordResult(Owner owner, Attempt attempt, InstanceId instance, RunResult result)
      throws ControllerException;

  /**
   * Ends an attempt that was started and will never have a result: LOCKED or RUNNING to QUEUED; or
   * CANCELLED when attempts were lost too often (CTR-7).
   *
   * @param owner who had it
   * @param attempt which attempt
   * @param reason why; {@link RequeueReason#LOST} counts
   * @param detail what happened, for people
   * @return the container
   * @throws ConflictException if this attempt is neither LOCKED nor RUNNING
   * @throws ControllerException if the store could not be asked; it may be done all the same
   */
  Container requeue(Owner owner, Attempt attempt, RequeueReason reason, String detail)
      throws ControllerException;

  /**
   * Cancels a container: QUEUED, LOCKED or RUNNING to CANCELLED.
   *
   * @param owner who decided so; where the container is locked, it must be locked by them
   * @param id which
   * @param error why, for people
   * @return the container
   * @throws ConflictException if it has ended already, or is locked by somebody else
   * @throws ControllerException if the store could not be asked; it may be done all the same
   */
  Container cancel(Owner owner, ContainerId id, String error) throws ControllerException;

  // The rest.

  /**
   * Whether what runs on the instances records starts and results here by itself, so that the
   * dispatcher must not (POOL-23). Does not block.
   *
   * @return the same each time; usually false
   */
  default boolean runnerRecords() {
    return false;
  }

  /**
   * Whether its containers tell what they have cost ({@link Container#cost}): then whatever ends an
   * attempt that has a price adds to that, and all answers have it. Of one that does not, all have
   * cost nothing, and what they may cost can't be bounded. Does not block.
   *
   * @return the same each time; false unless a store says otherwise
   */
  default boolean tellsCosts() {
    return false;
  }

  /**
   * Asks to be told when something changed that a dispatcher would want to know. A hint only:
   * polling goes on, and a store that can't tell never calls. Does not block.
   *
   * @param listener called on any thread, briefly
   * @return what ends it
   */
  Subscription onChange(Runnable listener);

  /** Lets go of connections and threads. A second call does nothing. */
  @Override
  void close();
}
