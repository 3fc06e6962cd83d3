package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.FencedException;
import io.dispatchcloud.api.queue.OverloadException;
import io.dispatchcloud.core.loop.Blocking;
import io.dispatchcloud.core.loop.Loop;
import io.dispatchcloud.core.loop.NotBegunException;
import io.dispatchcloud.core.loop.Outcome;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes in the controller, one a container at a time (SCH-18). Belongs to the loop. */
final class Operations {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
  private static final Duration TRY_AGAIN = Duration.ofMillis(250);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final Loop loop;
  private final Runnable changed;
  private final Runnable overloaded;
  private final Runnable fenced;
  private final Set<ContainerId> inFlight = new HashSet<>();
  private boolean lost;

  Operations(Loop loop, Runnable changed, Runnable overloaded, Runnable fenced) {
    this.loop = loop;
    this.changed = changed;
    this.overloaded = overloaded;
    this.fenced = fenced;
  }

  boolean busy(ContainerId id) {
    return inFlight.contains(id);
  }

  /**
   * Changes a container, unless a change of it is under way: then the loop is woken for another
   * try.
   */
  void run(ContainerId id, String name, Blocking<Container> change, Consumer<Container> then) {
    if (!inFlight.add(id)) {
      loop.after(TRY_AGAIN, changed);
      return;
    }
    loop.offload(name + " " + id, change, outcome -> ended(id, name, outcome, then));
  }

  private void ended(
      ContainerId id, String name, Outcome<Container> outcome, Consumer<Container> then) {
    if (outcome instanceof Outcome.Success<Container> success) {
      inFlight.remove(id);
      then.accept(success.value());
      changed.run();
    } else if (outcome instanceof Outcome.Failure<Container> failure) {
      failed(id, name, failure.error());
    }
  }

  /**
   * A change failed. The container is left alone for a while: what is tried again at once fails
   * again at once.
   */
  void failed(ContainerId id, String name, Exception error) {
    inFlight.add(id);
    loop.after(
        error instanceof ConflictException ? TRY_AGAIN : AFTER_FAILURE,
        () -> {
          inFlight.remove(id);
          changed.run();
        });
    if (error instanceof ConflictException || error instanceof NotBegunException) {
      LOG.atDebug()
          .addKeyValue("container", id)
          .addKeyValue("operation", name)
          .log("Not done, by somebody else's doing: {}", error.getMessage());
    } else if (error instanceof FencedException) {
      // Several may be on their way: the first one says it.
      if (!lost) {
        lost = true;
        LOG.atError()
            .addKeyValue("container", id)
            .addKeyValue("operation", name)
            .log("Lost the lease; nothing more is done: {}", error.getMessage());
      }
      fenced.run();
    } else {
      if (error instanceof OverloadException) {
        overloaded.run();
      }
      LOG.atWarn()
          .addKeyValue("container", id)
          .addKeyValue("operation", name)
          .setCause(error)
          .log("The store did not do what it was asked to; trying again");
    }
  }
}
