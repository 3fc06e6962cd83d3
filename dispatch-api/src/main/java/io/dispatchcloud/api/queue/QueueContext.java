package io.dispatchcloud.api.queue;

import io.dispatchcloud.api.container.Container;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a provider of queues is given.
 *
 * @param controller the store behind the queue
 * @param owner in whose name it changes things
 * @param sizer finds the instance types that fit a container; never blocks or throws
 * @param mayStart whether one that has types may be started; false where it has cost too much.
 *     Never blocks or throws
 * @param fetchTarget how many queued containers to fetch (QUEUE-3); 1 or more
 * @param clock the dispatcher's clock
 */
public record QueueContext(
    ContainerController controller,
    Owner owner,
    Function<Container, Sizing> sizer,
    Predicate<Container> mayStart,
    int fetchTarget,
    InstantSource clock) {
  public QueueContext {
    Objects.requireNonNull(controller, "controller");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(sizer, "sizer");
    Objects.requireNonNull(mayStart, "mayStart");
    Objects.requireNonNull(clock, "clock");
    if (fetchTarget < 1) {
      throw new IllegalArgumentException("fetchTarget: '" + fetchTarget + "'; expected 1 or more");
    }
  }

  /**
   * One in which whatever has types may be started.
   *
   * @param controller the store behind the queue
   * @param owner in whose name it changes things
   * @param sizer finds the instance types that fit a container; never blocks or throws
   * @param fetchTarget how many queued containers to fetch (QUEUE-3); 1 or more
   * @param clock the dispatcher's clock
   */
  public QueueContext(
      ContainerController controller,
      Owner owner,
      Function<Container, Sizing> sizer,
      int fetchTarget,
      InstantSource clock) {
    this(controller, owner, sizer, container -> true, fetchTarget, clock);
  }
}
