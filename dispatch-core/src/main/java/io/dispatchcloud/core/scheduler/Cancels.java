package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ContainerQueue;
import io.dispatchcloud.core.DispatchEvent.Kind;
import io.dispatchcloud.core.loop.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cancels containers: what nothing can run, and what an operator ordered. Belongs to the loop. */
final class Cancels {
  private static final Logger LOG = LoggerFactory.getLogger(Cancels.class);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final Loop loop;
  private final ContainerQueue queue;
  private final Operations operations;
  private final RunEvents events;
  private final Runnable changed;
  // What was ordered, until it has ended.
  private final Map<ContainerId, Order> ordered = new TreeMap<>();

  /** What was ordered, and when the store is asked for it again, should it not have done it. */
  private static final class Order {
    private final String why;
    private Instant notBefore = Instant.MIN;
    private Duration pause = FIRST_PAUSE;

    Order(String why) {
      this.why = why;
    }
  }

  Cancels(
      Loop loop, ContainerQueue queue, Operations operations, RunEvents events, Runnable changed) {
    this.changed = changed;
    this.loop = loop;
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
    Order order = new Order(why);
    ordered.put(id, order);
    carryOut(id, order);
    return true;
  }

  /** Whether somebody ordered it cancelled: then it is neither locked nor started any more. */
  boolean isOrdered(ContainerId id) {
    return ordered.containsKey(id);
  }

  /**
   * What the store did not do when it was asked to is tried again, at growing distances. To be
   * called when a pass has asked for all else: a result is recorded even if nothing is cancelled.
   */
  void carryOut() {
    ordered.keySet().removeIf(id -> !mayRun(id));
    ordered.forEach(this::carryOut);
  }

  private void carryOut(ContainerId id, Order order) {
    Instant now = loop.instant();
    if (operations.busy(id) || now.isBefore(order.notBefore)) {
      return;
    }
    order.notBefore = now.plus(order.pause);
    loop.after(order.pause, changed);
    Duration next = order.pause.multipliedBy(2);
    order.pause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    cancel(id, order.why);
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
