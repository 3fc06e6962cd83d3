package io.dispatchcloud.server.http;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.ContainerView;
import io.dispatchcloud.core.DispatcherLimits;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.WorkerView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes what the page shows out of snapshots. */
final class LiveModels {
  private static final double PERCENT = 100;

  private LiveModels() {}

  static LiveModel none(Instant at) {
    DispatcherSnapshot nothing =
        new DispatcherSnapshot(
            at, DispatcherState.NEW, List.of(), List.of(), DispatcherLimits.NONE, BigDecimal.ZERO);
    return new LiveModel(
        at,
        "none",
        Map.of(),
        Map.of(),
        Map.of(),
        Counts.of(nothing),
        0,
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        BigDecimal.ZERO);
  }

  /**
   * Makes one.
   *
   * @param began is told of all containers
   */
  static LiveModel of(DispatcherSnapshot snapshot, Beginnings began) {
    Map<String, Needs> needs = new HashMap<>();
    Counts.Tally tally = new Counts.Tally();
    int waiting = 0;
    for (ContainerView view : snapshot.containers()) {
      tally.add(view);
      if (waits(view.status())) {
        waiting++;
      }
      ContainerState state = view.container().state();
      if (state == ContainerState.LOCKED || state == ContainerState.RUNNING) {
        needs.put(view.container().id().value(), view.container().needs());
      }
      if (!began.isEmpty()) {
        began.saw(view.container());
      }
    }
    Map<String, LiveModel.Row> rows = new TreeMap<>();
    Map<String, InstanceType> types = new TreeMap<>();
    for (WorkerView worker : snapshot.workers()) {
      InstanceType type = worker.type();
      if (type != null) {
        types.put(type.name(), type);
      }
      InstanceId id = worker.id();
      if (id != null) {
        rows.put(id.value(), row(id.value(), worker, needs));
      }
    }
    return new LiveModel(
        snapshot.at(),
        Json.word(snapshot.state()),
        rows,
        types,
        InstanceEndpoints.creating(snapshot),
        tally.counts(snapshot),
        waiting,
        snapshot.pricePerHour(),
        snapshot.cost(),
        snapshot.limits().budgetPerHour());
  }

  private static boolean waits(ContainerStatus status) {
    return !(status instanceof ContainerStatus.Running
        || status instanceof ContainerStatus.Preparing
        || status instanceof ContainerStatus.Finished
        || status instanceof ContainerStatus.OnHold);
  }

  private static LiveModel.Row row(String id, WorkerView worker, Map<String, Needs> needs) {
    return new LiveModel.Row(
        id,
        InstanceEndpoints.typeName(worker),
        Counts.state(worker),
        worker.behavior().word(),
        worker.healthy(),
        worker.containers().size(),
        fill(worker.type(), worker.containers(), needs));
  }

  private static int fill(
      @Nullable InstanceType type, List<Attempt> containers, Map<String, Needs> needs) {
    if (type == null) {
      return 0;
    }
    double vcpus = 0;
    double ram = 0;
    for (Attempt each : containers) {
      Needs needed = needs.get(each.container().value());
      if (needed != null) {
        vcpus += needed.vcpus();
        ram += needed.ram() + (double) needed.cacheRam();
      }
    }
    double most = Math.max(vcpus / type.vcpus(), ram / type.ram());
    return (int) Math.rint(Math.min(PERCENT, most * PERCENT));
  }
}
