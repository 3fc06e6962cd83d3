package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.loop.Blocking;
import io.dispatchcloud.core.loop.NotBegunException;
import io.dispatchcloud.core.pool.RunView.Phase;
import io.dispatchcloud.core.runner.StartConfiguration;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the scheduler says of attempts: start one, expect one, end one, forget one. */
final class Attempts {
  private final PoolState state;
  private final Runs runs;
  private final Killer killer;
  private final Endings endings;
  private final Prober prober;

  Attempts(PoolState state, Runs runs, Killer killer, Endings endings, Prober prober) {
    this.state = state;
    this.runs = runs;
    this.killer = killer;
    this.endings = endings;
    this.prober = prober;
  }

  /** Starts one; false if that instance is not ready, or is to have no work (POOL-17). */
  boolean start(
      InstanceId id,
      Attempt attempt,
      Blocking<RunSpec> record,
      Consumer<Exception> refused,
      Function<RunSpec, StartConfiguration> configuration) {
    Worker worker = state.workers.get(id);
    if (worker == null
        || !worker.state.isReady()
        || worker.behavior != IdleBehavior.RUN
        || !worker.healthy
        || worker.has(attempt)) {
      return false;
    }
    Run run = new Run(attempt, worker, Phase.STARTING, state.now());
    worker.add(run);
    state.settle(worker);
    runs.start(
        run,
        () -> {
          StartConfiguration what = configuration.apply(record.call());
          if (!state.mayAct.getAsBoolean()) {
            // The record took its time, and the lease with it.
            throw new NotBegunException("the lease is about to run out");
          }
          return worker.runner().start(what);
        },
        refused);
    return true;
  }

  /** One that a former dispatcher recorded: it may run there, or may start yet. */
  void expect(InstanceId id, Attempt attempt) {
    Worker worker = state.workers.get(id);
    if (worker != null && !worker.has(attempt)) {
      runs.expect(worker, attempt);
      prober.soon(worker);
    }
  }

  /** Begins to kill all of a container but one attempt; whether there is any (POOL-18). */
  boolean kill(ContainerId id, long exceptAttempt, KillReason reason) {
    boolean found = false;
    for (Worker worker : state.workers.all()) {
      for (Run run : worker.runs()) {
        if (run.attempt.container().equals(id)
            && run.attempt.number() != exceptAttempt
            && run.phase.mayRun()) {
          killer.kill(run, reason);
          found = true;
        }
      }
    }
    return found;
  }

  /** Lets go of one that has ended, wherever it is (POOL-19, POOL-23). */
  void forget(Attempt attempt) {
    Run orphan = state.orphans.get(attempt);
    if (orphan != null) {
      endings.forget(orphan);
    }
    for (Worker worker : state.workers.all()) {
      Run run = worker.run(attempt);
      if (run != null && !run.letGo) {
        endings.forget(run);
      }
    }
  }
}
