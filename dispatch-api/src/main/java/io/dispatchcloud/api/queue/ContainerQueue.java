package io.dispatchcloud.api.queue;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The dispatcher's view of the controller (section 9): the containers that it may run, is running,
 * or has just run. Thread-safe. {@link #entries}, {@link #get}, {@link #forget} and {@link
 * #onChange} never block; the others do, and throw what {@link ContainerController} throws. What
 * one of them changed shows in the view when it returns, and a refresh that began earlier never
 * undoes it.
 */
public interface ContainerQueue extends AutoCloseable {
  /**
   * The view as it is.
   *
   * @return an immutable view
   * @throws IllegalStateException before the first refresh succeeded
   */
  QueueView entries();

  /**
   * One container in the view.
   *
   * @param id which
   * @return its entry, if the view has it
   */
  Optional<QueueEntry> get(ContainerId id);

  /**
   * Drops a container from the view: one that has ended, or is on hold. A later refresh brings it
   * back if it is still, or again, to be run.
   *
   * @param id which
   */
  void forget(ContainerId id);

  /**
   * Refreshes the view.
   *
   * @param onWorkers containers that were found on instances, to be looked up by id as well
   * @throws ControllerException if the store could not be asked; the view stays as it was
   */
  void update(Set<ContainerId> onWorkers) throws ControllerException;

  /**
   * Takes a container; see {@link ContainerController#lock}.
   *
   * @param id which
   * @return the locked container
   * @throws ControllerException as the controller does
   */
  Container lock(ContainerId id) throws ControllerException;

  /**
   * Gives a container back; see {@link ContainerController#unlock}.
   *
   * @param attempt which attempt
   * @param reason why
   * @return the container
   * @throws ControllerException as the controller does
   */
  Container unlock(Attempt attempt, UnlockReason reason) throws ControllerException;

  /**
   * Records where an attempt is about to be started; see {@link ContainerController#recordStart}.
   *
   * @param attempt which attempt
   * @param instance where
   * @return what to run
   * @throws ControllerException as the controller does
   */
  RunSpec recordStart(Attempt attempt, InstanceId instance) throws ControllerException;

  /**
   * Records where an attempt is about to be started, and what it costs there; see {@link
   * ContainerController#recordStart(Owner, Attempt, InstanceId, BigDecimal)}. A queue that keeps no
   * costs need not know of this.
   *
   * @param attempt which attempt
   * @param instance where
   * @param pricePerHour its share of what the instance costs; 0 or more
   * @return what to run
   * @throws ControllerException as the controller does
   */
  default RunSpec recordStart(Attempt attempt, InstanceId instance, BigDecimal pricePerHour)
      throws ControllerException {
    return recordStart(attempt, instance);
  }

  /**
   * Records that an attempt runs; see {@link ContainerController#recordRunning}.
   *
   * @param attempt which attempt
   * @param instance where
   * @param startedAt since when
   * @return the container
   * @throws ControllerException as the controller does
   */
  Container recordRunning(Attempt attempt, InstanceId instance, Instant startedAt)
      throws ControllerException;

  /**
   * Records how an attempt ended; see {@link ContainerController#recordResult}.
   *
   * @param attempt which attempt
   * @param instance where it ran
   * @param result how it ended
   * @return the container
   * @throws ControllerException as the controller does
   */
  Container recordResult(Attempt attempt, InstanceId instance, RunResult result)
      throws ControllerException;

  /**
   * Ends an attempt without a result; see {@link ContainerController#requeue}.
   *
   * @param attempt which attempt
   * @param reason why
   * @param detail what happened, for people
   * @return the container
   * @throws ControllerException as the controller does
   */
  Container requeue(Attempt attempt, RequeueReason reason, String detail)
      throws ControllerException;

  /**
   * Cancels a container; see {@link ContainerController#cancel}.
   *
   * @param id which
   * @param error why, for people
   * @return the container
   * @throws ControllerException as the controller does
   */
  Container cancel(ContainerId id, String error) throws ControllerException;

  /**
   * Whether runners record starts and results by themselves; see {@link
   * ContainerController#runnerRecords}.
   *
   * @return the same each time
   */
  boolean runnerRecords();

  /**
   * Asks to be told when a refresh would find something new.
   *
   * @param listener called on any thread, briefly
   * @return what ends it
   */
  Subscription onChange(Runnable listener);

  /** Lets go of what the queue itself holds; the controller is its opener's to close. */
  @Override
  void close();
}
