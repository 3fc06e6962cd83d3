package io.dispatchcloud.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.ContainerView;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
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
    Map<String, Integer> instances = new LinkedHashMap<>();
    instances.put(CREATING, 0);
    for (WorkerState state : WorkerState.values()) {
      instances.put(Json.word(state), 0);
    }
    for (WorkerView worker : snapshot.workers()) {
      instances.merge(state(worker), 1, Integer::sum);
    }
    Map<ContainerState, Integer> states = new EnumMap<>(ContainerState.class);
    List<ContainerStatus> statuses = new ArrayList<>(snapshot.containers().size());
    for (ContainerView view : snapshot.containers()) {
      states.merge(view.container().state(), 1, Integer::sum);
      statuses.add(view.status());
    }
    Map<String, Integer> containers = new LinkedHashMap<>();
    for (ContainerState state : ContainerState.values()) {
      containers.put(Json.word(state), states.getOrDefault(state, 0));
    }
    return new Counts(instances, containers, StatusKinds.counts(statuses));
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
