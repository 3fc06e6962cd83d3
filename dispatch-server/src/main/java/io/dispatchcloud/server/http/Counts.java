package io.dispatchcloud.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.core.ContainerView;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many there are of everything in a snapshot.
 *
 * @param instances by state, those being created under {@code creating}
 * @param containers by state
 * @param statuses by kind of status
 */
record Counts(
    Map<String, Integer> instances,
    Map<String, Integer> containers,
    Map<String, Integer> statuses) {
  static final String CREATING = "creating";

  static Counts of(DispatcherSnapshot snapshot) {
    Tally tally = new Tally();
    snapshot.containers().forEach(tally::add);
    return tally.counts(snapshot);
  }

  /** Counts containers as somebody goes over them, of whom there may be very many. */
  static final class Tally {
    private final Map<ContainerState, Integer> states = new EnumMap<>(ContainerState.class);
    private final Map<Class<?>, Integer> statuses = new HashMap<>();

    void add(ContainerView view) {
      states.merge(view.container().state(), 1, Integer::sum);
      statuses.merge(view.status().getClass(), 1, Integer::sum);
    }

    /** With all states and kinds, also those of which there are none. */
    Counts counts(DispatcherSnapshot snapshot) {
      Map<String, Integer> instances = new LinkedHashMap<>();
      instances.put(CREATING, 0);
      for (WorkerState state : WorkerState.values()) {
        instances.put(Json.word(state), 0);
      }
      for (WorkerView worker : snapshot.workers()) {
        instances.merge(state(worker), 1, Integer::sum);
      }
      Map<String, Integer> containers = new LinkedHashMap<>();
      for (ContainerState state : ContainerState.values()) {
        containers.put(Json.word(state), states.getOrDefault(state, 0));
      }
      return new Counts(instances, containers, StatusKinds.named(statuses));
    }
  }

  /** An instance's state, in which {@code creating} is one, too. */
  static String state(WorkerView worker) {
    return worker.id() == null ? CREATING : Json.word(worker.state());
  }

  void write(JsonGenerator json) throws IOException {
    Json.counts(json, "instances", instances);
    Json.counts(json, "containers", containers);
    Json.counts(json, "statuses", statuses);
  }
}
