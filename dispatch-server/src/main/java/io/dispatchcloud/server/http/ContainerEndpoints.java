package io.dispatchcloud.server.http;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.core.ContainerView;
import io.dispatchcloud.core.Decision;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.Explanation;
import io.dispatchcloud.queue.jdbc.AttemptRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Containers in the order of scheduling, and the story of one. */
final class ContainerEndpoints {
  private static final int USUAL = 100;
  private static final int MOST = 1000;
  private static final int FARTHEST = 100_000_000;

  private final Calls calls;
  private final EventRing events;
  private final Shelf shelf;
  private final Turns turns;

  ContainerEndpoints(Calls calls, EventRing events, Shelf shelf, Turns turns) {
    this.calls = calls;
    this.events = events;
    this.shelf = shelf;
    this.turns = turns;
  }

  Answer list(Ask ask) throws ProblemException {
    int limit = ask.query().number("limit", USUAL, 1, MOST);
    int offset = ask.query().number("offset", 0, 0, FARTHEST);
    ContainerChoice choice = ContainerChoice.of(ask.query(), states());
    DispatcherSnapshot snapshot = calls.snapshot();
    List<ContainerView> all = snapshot.containers();
    List<Integer> page = new ArrayList<>();
    int total = 0;
    for (int i = 0; i < all.size(); i++) {
      if (choice.takes(all.get(i))) {
        if (total >= offset && page.size() < limit) {
          page.add(i);
        }
        total++;
      }
    }
    int matching = total;
    return Answer.json(
        json -> {
          Json.text(json, "at", snapshot.at());
          json.writeNumberField("total", matching);
          json.writeNumberField("offset", offset);
          json.writeArrayFieldStart("items");
          for (int i : page) {
            json.writeStartObject();
            ContainerFields.write(json, all.get(i), i + 1);
            json.writeEndObject();
          }
          json.writeEndArray();
          if (matching > offset + page.size() && !page.isEmpty()) {
            json.writeNumberField("next", offset + page.size());
          }
        });
  }

  private static Map<String, ContainerState> states() {
    Map<String, ContainerState> states = new LinkedHashMap<>();
    for (ContainerState state : ContainerState.values()) {
      states.put(Json.word(state), state);
    }
    return states;
  }

  Answer one(Ask ask) throws ProblemException {
    ContainerId id = Shelf.id(ask.variable());
    DispatcherSnapshot snapshot = calls.snapshot();
    int place = Shelf.place(snapshot, id);
    Optional<Container> stored = place < 0 ? shelf.find(id) : Optional.empty();
    if (place < 0 && stored.isEmpty()) {
      throw shelf.unknown().exception();
    }
    List<Decision> history = calls.management().history(id);
    Optional<List<AttemptRecord>> attempts = Optional.empty();
    boolean away = false;
    try {
      attempts = shelf.attempts(id);
    } catch (ProblemException e) {
      // What the dispatcher itself knows is told all the same: an order may depend on it.
      if (place < 0) {
        throw e;
      }
      away = true;
    }
    return story(id, snapshot, place, stored, history, attempts, away);
  }

  private Answer story(
      ContainerId id,
      DispatcherSnapshot snapshot,
      int place,
      Optional<Container> stored,
      List<Decision> history,
      Optional<List<AttemptRecord>> attempts,
      boolean away) {
    return Answer.json(
        json -> {
          Json.text(json, "at", snapshot.at());
          json.writeObjectFieldStart("container");
          if (place >= 0) {
            ContainerFields.write(json, snapshot.containers().get(place), place + 1);
          } else {
            ContainerFields.write(json, stored.orElseThrow());
          }
          json.writeEndObject();
          DecisionFields.brief(json, history);
          EventFields.recent(json, events.ofContainer(id.value()));
          if (attempts.isPresent()) {
            AttemptFields.write(json, attempts.get());
          }
          if (away) {
            json.writeBooleanField("attemptsUnavailable", true);
          }
        });
  }

  Answer explanation(Ask ask) throws ProblemException {
    ContainerId id = Shelf.id(ask.variable());
    Optional<Explanation> explanation =
        turns.ask(() -> calls.ask(management -> management.explain(id)));
    if (explanation.isEmpty()) {
      throw Problem.notFound(
              "the dispatcher does not see such a container in its queue; what has ended needs no"
                  + " explanation: see /api/v1/containers/ID")
          .exception();
    }
    return Answer.json(json -> DecisionFields.explanation(json, explanation.get()));
  }

  Answer history(Ask ask) throws ProblemException {
    ContainerId id = Shelf.id(ask.variable());
    DispatcherSnapshot snapshot = calls.snapshot();
    List<Decision> history = calls.management().history(id);
    if (history.isEmpty() && Shelf.place(snapshot, id) < 0 && shelf.find(id).isEmpty()) {
      throw shelf.unknown().exception();
    }
    return Answer.json(
        json -> {
          json.writeStringField("container", id.value());
          DecisionFields.history(json, history);
        });
  }
}
