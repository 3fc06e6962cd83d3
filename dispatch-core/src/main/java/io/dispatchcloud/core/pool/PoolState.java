package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.core.DispatchEvent.Kind;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.loop.Events;
import io.dispatchcloud.core.loop.Loop;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the parts of the pool share. Belongs to the loop. */
final class PoolState {
  final Loop loop;
  final PoolSettings settings;
  final InstanceSet instances;
  final Events events;
  final Hosts hosts;
  final Runnable changed;
  final CreateLimits limits;

  // Sorted, so that nothing depends on the order in which a listing came.
  final TreeMap<InstanceId, Worker> workers = new TreeMap<>();
  final Map<String, PendingCreate> pending = new LinkedHashMap<>();
  // Attempts whose instance is gone, until they are forgotten.
  final TreeMap<Attempt, Run> orphans = new TreeMap<>();
  BigDecimal costOfGone = BigDecimal.ZERO;
  @Nullable Instant firstListingBegan;
  @Nullable Instant lastListingBegan;
  private long counter;

  PoolState(
      Loop loop,
      PoolSettings settings,
      InstanceSet instances,
      Events events,
      Hosts hosts,
      Runnable changed) {
    this.loop = loop;
    this.settings = settings;
    this.instances = instances;
    this.events = events;
    this.hosts = hosts;
    this.changed = changed;
    this.limits = new CreateLimits(settings.quotaRetry(), instances::quotaGroup);
  }

  Instant now() {
    return loop.instant();
  }

  /** The next number in the order of events. */
  long tick() {
    return ++counter;
  }

  /** How many instances there are or may be: what counts against every limit. */
  int instanceCount() {
    return workers.size() + pending.size();
  }

  boolean isThere(Worker worker) {
    return workers.get(worker.id) == worker;
  }

  /** Moves a worker to another state; an illegal move is a bug, and says so. */
  void become(Worker worker, WorkerState next) {
    if (worker.state == next) {
      return;
    }
    if (!worker.state.canBecome(next)) {
      throw new IllegalStateException(
          "instance " + worker.id + " is " + worker.state + " and can't become " + next);
    }
    events.instance(
        Kind.INSTANCE_STATE, worker.id, worker.typeName(), worker.state + " to " + next);
    worker.state = next;
    worker.stateSince = now();
    changed.run();
  }

  /** Brings a worker's state in line with what runs there. */
  void settle(Worker worker) {
    if (!worker.runs.isEmpty()) {
      worker.lastBusy = now();
    }
    switch (worker.state) {
      case SHUTDOWN -> {}
      case UNKNOWN -> {}
      case BOOTING, IDLE, RUNNING -> {
        if (!worker.runs.isEmpty()) {
          become(worker, WorkerState.RUNNING);
        } else if (worker.booted) {
          become(worker, WorkerState.IDLE);
        } else {
          become(worker, WorkerState.BOOTING);
        }
      }
    }
  }
}
