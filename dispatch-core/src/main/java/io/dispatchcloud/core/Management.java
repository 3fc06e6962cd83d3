package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.Subscription;
import java.util.List;
import java.util.Optional;

/**
 * What an operator sees of a dispatcher, and may tell it to do. Whoever shows a dispatcher to
 * people (a page, a command line) is written against this.
 *
 * <p>All methods may be called from any thread, and none stops the dispatcher's work. Those that
 * need its thread wait for their turn there, a minute at the most: what was not begun by then is
 * never done. From that thread itself, which listeners are told on, they are refused with an {@link
 * IllegalStateException} at once; {@link #snapshot} and {@link #history} are not among them. Any
 * other {@link IllegalStateException} but those named is a bug in the dispatcher.
 */
public interface Management {
  /**
   * What the dispatcher knew after its last pass: instances, containers in the order of scheduling
   * with their statuses, limits. Never blocks.
   *
   * @return an immutable snapshot
   */
  DispatcherSnapshot snapshot();

  /**
   * Whose instances and containers these are. Never blocks.
   *
   * @return the id of the dispatcher's instance set; empty if there is not one alone
   */
  default Optional<InstanceSetId> instanceSet() {
    return Optional.empty();
  }

  /**
   * How the dispatcher is. Waits a few seconds at the most.
   *
   * @return whether it works, whether it leads, and what is wrong
   */
  Health health();

  /**
   * Says what becomes of an instance when it has nothing to do (POOL-2).
   *
   * @param id which instance
   * @param behavior what becomes of it
   * @param why for people who read the log
   * @return false if there is no such instance
   * @throws NotActiveException if the dispatcher is not active
   * @throws NoAnswerException if it gives no answer within a minute
   */
  boolean setIdleBehavior(InstanceId id, IdleBehavior behavior, String why);

  /**
   * Destroys an instance, whatever it does. Containers that ran there are lost, and run again
   * elsewhere.
   *
   * @param id which instance
   * @param why for people who read the log
   * @return false if there is no such instance
   * @throws NotActiveException if the dispatcher is not active
   * @throws NoAnswerException if it gives no answer within a minute
   */
  boolean killInstance(InstanceId id, String why);

  /**
   * Cancels a container, and ends what runs of it with TERM: it does not run again. Returns when
   * the order is taken; it is carried out even if the store is away for a while.
   *
   * @param id which container
   * @param why for people; becomes the reason of its end in the store
   * @return false if this dispatcher has no such container in its queue, or it has ended
   * @throws NotActiveException if the dispatcher is not active
   * @throws NoAnswerException if it gives no answer within a minute
   */
  boolean killContainer(ContainerId id, String why);

  /**
   * Tells why a container is where it is, with all that a pass made now would consider for it.
   * Costs as much as a pass, on the dispatcher's thread; changes nothing.
   *
   * @param id which container
   * @return why; empty if this dispatcher does not see such a container in its queue
   * @throws NotActiveException if the dispatcher is not active
   * @throws NoAnswerException if it gives no answer within a minute
   */
  Optional<Explanation> explain(ContainerId id);

  /**
   * How it came about that a container is where it is: what was decided about it, as far as that
   * differed from what was decided before, and of the times when it waited what was considered
   * then. Passes are looked at about once a second, and less often where the queue is very long: a
   * decision, or a container, that came and went in between is not there. Nor is what came before
   * the last 20 decisions, and of what was considered the oldest is forgotten first. Never blocks
   * for long.
   *
   * @param id which container
   * @return its last decisions, oldest first; empty if nothing is known of it
   */
  List<Decision> history(ContainerId id);

  /**
   * What everything has cost since this dispatcher started, split over the containers: the parts
   * sum to the total exactly.
   *
   * @return the account
   * @throws NotActiveException if the dispatcher is not active
   * @throws NoAnswerException if it gives no answer within a minute
   */
  CostReport costs();

  /**
   * Has a listener told of every event from now on, besides the one that the dispatcher was built
   * with.
   *
   * @param listener who is told, on the dispatcher's own thread: must be brief and not block, and
   *     calls none of the methods here that need that thread
   * @return ends that
   */
  Subscription subscribe(DispatchListener listener);
}
