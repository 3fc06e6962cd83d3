package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ContainerQueue;
import io.dispatchcloud.core.DispatchEvent.Kind;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cancels containers: what nothing can run, and what an operator ordered. Belongs to the loop. */
final class Cancels {
  private static final Logger LOG = LoggerFactory.getLogger(Cancels.class);

  private final ContainerQueue queue;
  private final Operations operations;
  private final RunEvents events;
  // What was ordered, with why, until it has ended.
  private final Map<ContainerId, String> ordered = new TreeMap<>();

  Cancels(ContainerQueue queue, Operations operations, RunEvents events) {
    this.queue = queue;
    this.operations = operations;
    this.events = events;
  }

  /** Cancels a container that no type fits (TYPE-5). */
  void unsatisfiable(Plan.Cancel cancel) {
    if (!operations.busy(cancel.container())) {
      LOG.atWarn()
          .addKeyValue("container", cancel.container())
          .log("Cancelling a container that nothing can run: {}", cancel.error());
      cancel(cancel.container(), cancel.error());
    }
  }

  /** Cancels a container, now or in a later pass; false if there is nothing to cancel. */
  boolean order(ContainerId id, String why) {
    if (!mayRun(id)) {
      return false;
    }
    LOG.atInfo().addKeyValue("container", id).log("Cancelling a container as ordered: {}", why);
    ordered.put(id, why);
    carryOut();
    return true;
  }

  /** What the store did not do when it was asked to is tried again in each pass. */
  void carryOut() {
    ordered.keySet().removeIf(id -> !mayRun(id));
    ordered.forEach(
        (id, why) -> {
          if (!operations.busy(id)) {
            cancel(id, why);
          }
        });
  }

  private boolean mayRun(ContainerId id) {
    return queue.get(id).filter(entry -> !entry.container().state().isFinal()).isPresent();
  }

  private void cancel(ContainerId id, String why) {
    operations.run(
        id,
        "cancel",
        () -> queue.cancel(id, why),
        cancelled ->
            events.attempt(
                Kind.CONTAINER_CANCELLED,
                new Attempt(cancelled.id(), Math.max(1, cancelled.attempt())),
                why));
  }
}
