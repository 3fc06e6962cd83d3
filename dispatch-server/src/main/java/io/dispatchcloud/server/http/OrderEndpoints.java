package io.dispatchcloud.server.http;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.IdleBehavior;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people tell a dispatcher to do. Each order is logged with who gave it, and why. */
final class OrderEndpoints {
  private static final Logger LOG = LoggerFactory.getLogger(OrderEndpoints.class);
  private static final int TAKEN = 202;
  private static final String KILL = "kill";

  private final Calls calls;
  private final Shelf shelf;

  OrderEndpoints(Calls calls, Shelf shelf) {
    this.calls = calls;
    this.shelf = shelf;
  }

  Endpoint behavior(IdleBehavior behavior) {
    return ask -> {
      InstanceId id = instance(ask.variable());
      String reason = Reason.read(ask.body());
      if (!calls.ask(management -> management.setIdleBehavior(id, behavior, reason))) {
        throw InstanceEndpoints.unknown().exception();
      }
      return taken(ask, behavior.word(), "instance", id.value(), reason);
    };
  }

  Answer killInstance(Ask ask) throws ProblemException {
    InstanceId id = instance(ask.variable());
    String reason = Reason.read(ask.body());
    if (!calls.ask(management -> management.killInstance(id, reason))) {
      throw InstanceEndpoints.unknown().exception();
    }
    return taken(ask, KILL, "instance", id.value(), reason);
  }

  private static InstanceId instance(String given) throws ProblemException {
    if (given.isBlank()) {
      throw InstanceEndpoints.unknown().exception();
    }
    return new InstanceId(given);
  }

  Answer killContainer(Ask ask) throws ProblemException {
    ContainerId id = Shelf.id(ask.variable());
    String reason = Reason.read(ask.body());
    if (!calls.ask(management -> management.killContainer(id, reason))) {
      throw refused(id).exception();
    }
    return taken(ask, KILL, "container", id.value(), reason);
  }

  private Problem refused(ContainerId id) throws ProblemException {
    DispatcherSnapshot snapshot = calls.snapshot();
    int place = Shelf.place(snapshot, id);
    Optional<Container> found =
        place < 0 ? shelf.find(id) : Optional.of(snapshot.containers().get(place).container());
    if (found.isEmpty()) {
      return shelf.unknown();
    }
    return Problem.conflict(
        found.get().state().isFinal()
            ? "the container has ended: it is " + Json.word(found.get().state())
            : "the container has ended, or this dispatcher does not have it: it was "
                + Json.word(found.get().state()));
  }

  private static Answer taken(Ask ask, String order, String what, String id, String reason) {
    LOG.atInfo()
        .addKeyValue("order", order)
        .addKeyValue(what, id)
        .addKeyValue("reason", reason)
        .addKeyValue("from", ask.peer())
        .log("an order came over HTTP");
    return Answer.json(
        TAKEN,
        json -> {
          json.writeStringField("order", order);
          json.writeStringField(what, id);
          json.writeStringField("reason", reason);
        });
  }
}
