package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.pool.RunView;
import io.dispatchcloud.core.sizing.Resources;
import io.dispatchcloud.core.sizing.Room;
import io.dispatchcloud.core.sizing.Sizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The instances that work can be put on, with what room they have left. */
final class Places {
  private final List<Place> all = new ArrayList<>();
  private final int containersMax;
  private long numbers;

  Places(PoolView pool, Map<ContainerId, QueueEntry> entries, Sizer sizer, int containersMax) {
    this.containersMax = containersMax;
    Map<InstanceId, Place> byId = new HashMap<>();
    for (WorkerView worker : pool.workers()) {
      InstanceType type = worker.type();
      boolean takesWork =
          type != null
              && worker.healthy()
              && worker.behavior() == IdleBehavior.RUN
              && worker.state() != WorkerState.SHUTDOWN;
      if (takesWork && type != null) {
        Place place = add(worker.id(), type, worker.state().isReady());
        if (worker.id() != null) {
          byId.put(worker.id(), place);
        }
      }
    }
    pool.runs()
        .forEach((id, runs) -> runs.forEach(run -> occupy(byId, run, entries.get(id), sizer)));
  }

  private static void occupy(
      Map<InstanceId, Place> byId, RunView run, @Nullable QueueEntry entry, Sizer sizer) {
    Place place = byId.get(run.instance());
    if (place == null || !run.phase().mayRun()) {
      return;
    }
    place.used = true;
    if (entry == null) {
      place.room.takeUnknown();
    } else {
      place.room.take(sizer.resources(entry.container().needs()));
    }
  }

  /** A new place: an instance that is there, being created, or only planned. */
  Place add(@Nullable InstanceId id, InstanceType type, boolean ready) {
    Place place = new Place(id, type, ready, new Room(type, containersMax), numbers++);
    all.add(place);
    return place;
  }

  /** The best place for a container (SCH-4). */
  Optional<Place> best(List<InstanceType> eligible, Resources needed) {
    Place best = null;
    for (Place place : all) {
      if (place.room.holds(needed)
          && eligible.contains(place.type)
          && (best == null || Place.ORDER.compare(place, best) < 0)) {
        best = place;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The instances on which nothing is, runs or was put. */
  List<InstanceId> unused() {
    List<InstanceId> ids = new ArrayList<>();
    for (Place place : all) {
      if (!place.used && place.id != null) {
        ids.add(place.id);
      }
    }
    return ids;
  }
}
