package io.dispatchcloud.api.queue;

import io.dispatchcloud.api.container.Container;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Function;

/**
 * What a provider of queues is given.
 *
 * @param controller the store behind the queue
 * @param owner in whose name it changes things
 * @param sizer finds the instance types that fit a container; never blocks or throws
 * @param fetchTarget how many queued containers to fetch (QUEUE-3); 1 or more
 * @param clock the dispatcher's clock
 */
public record QueueContext(
    ContainerController controller,
    Owner owner,
    Function<Container, Sizing> sizer,
    int fetchTarget,
    InstantSource clock) {
  public QueueContext {
    Objects.requireNonNull(controller, "controller");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(sizer, "sizer");
    Objects.requireNonNull(clock, "clock");
    if (fetchTarget < 1) {
      throw new IllegalArgumentException("fetchTarget: '" + fetchTarget + "'; expected 1 or more");
    }
  }
}
