package io.dispatchcloud.server.events;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.core.ContainerView;
import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.WorkerView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody knows who has read the log so far, by the rules of docs/events.md. Where a
 * dispatcher's snapshot differs from that, no event has told it, and a line has to. For one thread.
 */
final class Replica {
  private static final String QUEUED = "queued";
  private static final String LOCKED = "locked";
  private static final String RUNNING = "running";
  private static final String CANCELLED = "cancelled";
  private static final String COMPLETE = "complete";
  private static final Set<String> FINAL = Set.of(COMPLETE, CANCELLED);

  /** An attempt that is on an instance. */
  record Running(String container, long attempt) {
    static Running of(Attempt attempt) {
      return new Running(attempt.container().value(), attempt.number());
    }
  }

  /** An instance, as far as the log tells. */
  record InstanceRow(
      String id, String type, String state, String behavior, List<Running> containers) {
    InstanceRow withState(String next) {
      return new InstanceRow(id, type, next, behavior, containers);
    }

    InstanceRow withBehavior(String next) {
      return new InstanceRow(id, type, state, next, containers);
    }

    InstanceRow with(Running one) {
      return containers.contains(one)
          ? this
          : new InstanceRow(
              id,
              type,
              state,
              behavior,
              Stream.concat(containers.stream(), Stream.of(one)).toList());
    }

    InstanceRow without(Running one) {
      return containers.contains(one)
          ? new InstanceRow(
              id,
              type,
              state,
              behavior,
              containers.stream().filter(each -> !each.equals(one)).toList())
          : this;
    }
  }

  /** A container, as far as the log tells; the instance is empty for none. */
  record ContainerRow(String id, String state, long attempt, long priority, String instance) {}

  private final Map<String, InstanceRow> instances = new TreeMap<>();
  private final Map<String, ContainerRow> containers = new HashMap<>();

  /** Takes an event in. */
  void apply(DispatchEvent event) {
    String instance = event.instance();
    Running attempt = new Running(event.container(), event.attempt());
    switch (event.kind()) {
      case INSTANCE_CREATED ->
          instances.put(
              instance,
              new InstanceRow(
                  instance, event.instanceType(), EventDetails.state(event), "run", List.of()));
      case INSTANCE_STATE -> change(instance, row -> row.withState(EventDetails.state(event)));
      case INSTANCE_BEHAVIOR ->
          change(instance, row -> row.withBehavior(EventDetails.behavior(event)));
      case INSTANCE_GONE -> instances.remove(instance);
      case CONTAINER_LOCKED -> put(event, LOCKED, "");
      case CONTAINER_STARTING -> {
        change(instance, row -> row.with(attempt));
        put(event, LOCKED, instance);
      }
      case CONTAINER_RUNNING -> {
        change(instance, row -> row.with(attempt));
        put(event, RUNNING, instance);
      }
      case CONTAINER_EXITED -> {
        change(instance, row -> row.without(attempt));
        put(event, COMPLETE, instance);
      }
      case CONTAINER_RECORDED -> put(event, COMPLETE, instanceOf(event));
      case CONTAINER_UNLOCKED, CONTAINER_REQUEUED -> {
        instances.replaceAll((id, row) -> row.without(attempt));
        put(event, QUEUED, "");
      }
      case CONTAINER_CANCELLED -> cancelled(event);
      case INSTANCE_REQUESTED,
          INSTANCE_REFUSED,
          INSTANCE_NOTICE,
          CONTAINER_LOST,
          CONTAINER_KILLED,
          CONTAINER_OUTPUT_LOST -> {}
    }
  }

  private void change(String instance, UnaryOperator<InstanceRow> change) {
    instances.computeIfPresent(instance, (id, row) -> change.apply(row));
  }

  private String instanceOf(DispatchEvent event) {
    ContainerRow row = containers.get(event.container());
    return row == null ? "" : row.instance();
  }

  /** Whose first attempt never was is cancelled as of attempt 1. */
  private void cancelled(DispatchEvent event) {
    String id = event.container();
    ContainerRow known = containers.get(id);
    containers.put(
        id,
        known == null
            ? new ContainerRow(id, CANCELLED, event.attempt(), 1, "")
            : new ContainerRow(id, CANCELLED, known.attempt(), known.priority(), known.instance()));
  }

  private void put(DispatchEvent event, String state, String instance) {
    ContainerRow known = containers.get(event.container());
    // An attempt that was given up may still be heard of: that says nothing about the newest one.
    if (known == null || known.attempt() <= event.attempt()) {
      long priority = known == null ? 1 : known.priority();
      containers.put(
          event.container(),
          new ContainerRow(event.container(), state, event.attempt(), priority, instance));
    }
  }

  /** Tells, a line each, what a snapshot has that the log lacks; knows it from now on. */
  void look(DispatcherSnapshot snapshot, Consumer<String> lines) {
    lookAtInstances(snapshot, lines);
    lookAtContainers(snapshot, lines);
  }

  private void lookAtInstances(DispatcherSnapshot snapshot, Consumer<String> lines) {
    Set<String> seen = new HashSet<>();
    for (WorkerView worker : snapshot.workers()) {
      if (worker.id() == null) {
        continue;
      }
      InstanceRow row = row(worker.id().value(), worker);
      seen.add(row.id());
      if (!same(row, instances.get(row.id()))) {
        instances.put(row.id(), row);
        lines.accept(Lines.instanceSeen(snapshot.at(), row));
      }
    }
    for (String id : List.copyOf(instances.keySet())) {
      if (!seen.contains(id)) {
        instances.remove(id);
        lines.accept(Lines.instanceUnseen(snapshot.at(), id));
      }
    }
  }

  private static InstanceRow row(String id, WorkerView worker) {
    InstanceType type = worker.type();
    return new InstanceRow(
        id,
        type == null ? "" : type.name(),
        EventJson.word(worker.state()),
        worker.behavior().word(),
        worker.containers().stream().map(Running::of).toList());
  }

  /** Whether they are the same, in whatever order their containers came. */
  private static boolean same(InstanceRow row, @Nullable InstanceRow known) {
    return known != null
        && row.type().equals(known.type())
        && row.state().equals(known.state())
        && row.behavior().equals(known.behavior())
        && new HashSet<>(row.containers()).equals(new HashSet<>(known.containers()));
  }

  private void lookAtContainers(DispatcherSnapshot snapshot, Consumer<String> lines) {
    Set<String> seen = new HashSet<>(2 * snapshot.containers().size());
    Instant at = snapshot.at();
    for (ContainerView view : snapshot.containers()) {
      Container container = view.container();
      ContainerRow row =
          new ContainerRow(
              container.id().value(),
              EventJson.word(container.state()),
              container.attempt(),
              container.priority(),
              container.instance() == null ? "" : container.instance().value());
      seen.add(row.id());
      ContainerRow known = containers.get(row.id());
      if (known == null || !tells(known, row)) {
        containers.put(row.id(), row);
        lines.accept(Lines.containerSeen(at, row));
      }
    }
    forget(seen, at, lines);
  }

  /**
   * Whether what is known is as good: events are ahead of the store, which hears only after them
   * where a container starts and that it runs.
   */
  private static boolean tells(ContainerRow known, ContainerRow row) {
    boolean starts = row.state().equals(LOCKED);
    boolean sameState =
        known.state().equals(row.state()) || (starts && known.state().equals(RUNNING));
    return sameState
        && known.attempt() == row.attempt()
        && known.priority() == row.priority()
        && (starts || known.instance().equals(row.instance()));
  }

  private void forget(Set<String> seen, Instant at, Consumer<String> lines) {
    List<String> gone = new ArrayList<>();
    for (ContainerRow row : containers.values()) {
      if (!seen.contains(row.id())) {
        gone.add(row.id());
      }
    }
    gone.sort(null);
    for (String id : gone) {
      ContainerRow row = containers.remove(id);
      if (row != null && !FINAL.contains(row.state())) {
        lines.accept(Lines.containerUnseen(at, id));
      }
    }
  }
}
