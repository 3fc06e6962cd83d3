package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.core.BootOutcome;
import io.dispatchcloud.core.DispatchEvent.Kind;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.pool.RunView.Phase;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is in the pool: takes instances in, and strikes out those that are gone. */
final class Roster {
  private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

  private final PoolState state;
  private final Consumer<Worker> watch;

  /**
   * A roster.
   *
   * @param watch begins to probe a new worker
   */
  Roster(PoolState state, Consumer<Worker> watch) {
    this.state = state;
    this.watch = watch;
  }

  /** A create returned: the instance is known by id now, unless a listing has told already. */
  void created(Instance instance, PendingCreate create) {
    if (!state.workers.has(instance.id())) {
      add(
          instance,
          create.type,
          create.secret,
          WorkerState.BOOTING,
          IdleBehavior.RUN,
          create.begun);
    }
  }

  /** A listing shows an instance that nobody knows. */
  void found(Instance instance) {
    Tags tags = state.settings.tags();
    String secret = tags.secret(instance.tags());
    PendingCreate create = state.pending.remove(secret);
    if (create != null) {
      // Its create call has not returned, or failed after all was done (POOL-10).
      add(instance, create.type, secret, WorkerState.BOOTING, IdleBehavior.RUN, create.begun);
      return;
    }
    InstanceType type = state.settings.types().get(tags.type(instance.tags()));
    IdleBehavior behavior = tags.behavior(instance.tags()).orElse(IdleBehavior.RUN);
    Worker worker = add(instance, type, secret, WorkerState.UNKNOWN, behavior, state.now());
    if (type == null) {
      LOG.atWarn()
          .addKeyValue("instance", instance.id())
          .addKeyValue("type", tags.type(instance.tags()))
          .log("An instance has a type that is not configured: no work for it");
      drainOrMarkUnhealthy(worker, "its type is not configured");
    }
  }

  /** Drains a worker by a rule; a held one is only given no work (POOL-4). */
  void drainOrMarkUnhealthy(Worker worker, String why) {
    if (worker.behavior == IdleBehavior.HOLD) {
      if (worker.healthy) {
        worker.healthy = false;
        state.events.instance(
            Kind.INSTANCE_BEHAVIOR, worker.id, worker.typeName(), "hold: unhealthy, " + why);
      }
    } else if (worker.behavior != IdleBehavior.DRAIN) {
      worker.behavior = IdleBehavior.DRAIN;
      state.events.instance(Kind.INSTANCE_BEHAVIOR, worker.id, worker.typeName(), "drain: " + why);
    }
    state.changed.run();
  }

  private Worker add(
      Instance instance,
      @Nullable InstanceType type,
      String secret,
      WorkerState workerState,
      IdleBehavior behavior,
      Instant createdAt) {
    InstanceSecret known = InstanceSecret.parse(secret);
    VerifiedTarget target = new VerifiedTarget(instance, known, state.settings.host());
    Executor executor = state.hosts.executors().apply(target);
    Worker worker =
        new Worker(
            instance,
            type,
            executor,
            state.hosts.runners().apply(instance),
            workerState,
            behavior,
            known,
            createdAt,
            state.now());
    worker.meter = state.costs.open(type, createdAt, worker);
    worker.updateMeter(state.now());
    worker.savedBehavior = state.settings.tags().behavior(instance.tags()).orElse(null);
    state.workers.add(worker);
    state.events.instance(
        Kind.INSTANCE_CREATED, worker.id, worker.typeName(), workerState.toString());
    watch.accept(worker);
    state.changed.run();
    return worker;
  }

  /** The same instance was listed anew: its address may be known now, or may have changed. */
  void refreshed(Worker worker, Instance instance) {
    worker.instance = instance;
    worker.hadAddress |= instance.address().isPresent();
    worker.executor.setTarget(new VerifiedTarget(instance, worker.secret, state.settings.host()));
  }

  /** Strikes out a worker whose instance is gone; what ran there has no instance any more. */
  void remove(Worker worker) {
    Instant now = state.now();
    state.meters.gone(worker, now);
    state.workers.remove(worker.id);
    if (worker.nextProbe != null) {
      worker.nextProbe.cancel();
    }
    worker.executor.close();
    for (Run run : worker.runs()) {
      if (!(run.phase == Phase.EXITED && run.result != null)) {
        run.phase = Phase.INSTANCE_GONE;
        run.since = now;
      }
      if (run.letGo) {
        continue;
      }
      state.orphans.put(run.attempt, run);
      if (run.phase == Phase.INSTANCE_GONE) {
        state.events.attempt(
            Kind.CONTAINER_LOST,
            run.attempt,
            worker.id,
            worker.typeName(),
            "its instance is gone",
            null);
      }
    }
    closeMeter(worker, now);
    state.costOfGone = state.costOfGone.add(worker.cost(now));
    state.events.gone(worker.id, worker.typeName(), worker.cost(now));
    state.changed.run();
  }

  private void closeMeter(Worker worker, Instant now) {
    if (worker.meter == null) {
      return;
    }
    if (worker.boot == BootOutcome.PENDING) {
      worker.boot = BootOutcome.FAILURE;
      state.meters.bootEnded(worker, "disappeared");
    }
    worker.updateMeter(now);
    worker.meter.close(now);
    // Whatever still comes of it costs nothing any more.
    worker.meter = null;
  }
}
