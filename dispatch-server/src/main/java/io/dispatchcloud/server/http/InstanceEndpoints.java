package io.dispatchcloud.server.http;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.core.ContainerView;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Instances, and the story of one. */
final class InstanceEndpoints {
  private static final int USUAL = 100;
  private static final int MOST = 1000;

  private final Calls calls;
  private final EventRing events;

  InstanceEndpoints(Calls calls, EventRing events) {
    this.calls = calls;
    this.events = events;
  }

  Answer list(Ask ask) throws ProblemException {
    int limit = ask.query().number("limit", USUAL, 1, MOST);
    String after = ask.query().text("after").orElse("");
    Set<WorkerState> states = ask.query().choices(Query.STATE, words(WorkerState.values()));
    Optional<IdleBehavior> behavior = ask.query().choice("behavior", words(IdleBehavior.values()));
    Optional<String> type = ask.query().text("type");
    DispatcherSnapshot snapshot = calls.snapshot();
    List<WorkerView> matching =
        snapshot.workers().stream()
            .filter(worker -> worker.id() != null)
            .filter(worker -> states.isEmpty() || states.contains(worker.state()))
            .filter(worker -> behavior.isEmpty() || worker.behavior() == behavior.get())
            .filter(worker -> type.isEmpty() || typeName(worker).equals(type.get()))
            .toList();
    List<WorkerView> left =
        matching.stream()
            .filter(worker -> idOf(worker).compareTo(after) > 0)
            .sorted(Comparator.comparing(InstanceEndpoints::idOf))
            .toList();
    List<WorkerView> page = left.subList(0, Math.min(limit, left.size()));
    return Answer.json(
        json -> {
          Json.text(json, "at", snapshot.at());
          json.writeNumberField("total", matching.size());
          json.writeArrayFieldStart("items");
          for (WorkerView each : page) {
            json.writeStartObject();
            InstanceJson.fields(json, each);
            json.writeEndObject();
          }
          json.writeEndArray();
          if (page.size() < left.size()) {
            json.writeStringField("next", idOf(page.get(page.size() - 1)));
          }
          Json.counts(json, "creating", creating(snapshot));
        });
  }

  /** How many are being created, by type. */
  static Map<String, Integer> creating(DispatcherSnapshot snapshot) {
    Map<String, Integer> creating = new TreeMap<>();
    snapshot.workers().stream()
        .filter(worker -> worker.id() == null)
        .forEach(worker -> creating.merge(typeName(worker), 1, Integer::sum));
    return creating;
  }

  private static <T extends Enum<T>> Map<String, T> words(T[] values) {
    Map<String, T> words = new LinkedHashMap<>();
    for (T value : values) {
      words.put(Json.word(value), value);
    }
    return words;
  }

  static String typeName(WorkerView worker) {
    InstanceType type = worker.type();
    return type == null ? "" : type.name();
  }

  private static String idOf(WorkerView worker) {
    InstanceId id = worker.id();
    return id == null ? "" : id.value();
  }

  Answer one(Ask ask) throws ProblemException {
    String id = ask.variable();
    DispatcherSnapshot snapshot = calls.snapshot();
    WorkerView worker =
        snapshot.workers().stream()
            .filter(each -> each.id() != null && idOf(each).equals(id))
            .findFirst()
            .orElseThrow(() -> unknown().exception());
    Set<String> there =
        worker.containers().stream()
            .map(Attempt::container)
            .map(Objects::toString)
            .collect(Collectors.toSet());
    List<ContainerView> all = snapshot.containers();
    return Answer.json(
        json -> {
          Json.text(json, "at", snapshot.at());
          json.writeObjectFieldStart("instance");
          InstanceJson.fields(json, worker);
          json.writeEndObject();
          json.writeArrayFieldStart("containers");
          for (int i = 0; i < all.size() && !there.isEmpty(); i++) {
            ContainerView view = all.get(i);
            if (there.remove(view.container().id().value())) {
              json.writeStartObject();
              ContainerFields.write(json, view, i + 1);
              json.writeEndObject();
            }
          }
          json.writeEndArray();
          EventFields.recent(json, events.ofInstance(id));
        });
  }

  static Problem unknown() {
    return Problem.notFound(
        "the dispatcher has no such instance, or has none any more: see /api/v1/instances");
  }
}
