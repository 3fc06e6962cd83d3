package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.core.DispatchEvent.Kind;
import io.dispatchcloud.core.OutputStore;
import io.dispatchcloud.core.loop.Outcome;
import io.dispatchcloud.core.pool.RunView.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of attempts that have ended: results are collected, then discarded (POOL-23). */
final class Endings {
  private static final Logger LOG = LoggerFactory.getLogger(Endings.class);
  // Results wait so long at the most (POOL-20).
  private static final Duration RESULTS_WAIT = Duration.ofHours(24);
  private static final int OUTPUT_TRIES = 3;

  private final PoolState state;
  private final @Nullable OutputStore outputs;

  Endings(PoolState state, @Nullable OutputStore outputs) {
    this.state = state;
    this.outputs = outputs;
  }

  /** A listing shows that it exited: collect its result, or discard what was let go. */
  void collect(Run run) {
    if (run.letGo) {
      discard(run);
      return;
    }
    if (run.result != null || run.busy) {
      return;
    }
    run.busy = true;
    boolean withOutput = run.collectFailures < OUTPUT_TRIES;
    state.loop.offload(
        "collect " + run.attempt,
        () -> {
          Optional<RunResult> result = run.worker.runner.result(run.attempt);
          if (result.isPresent() && outputs != null) {
            copyOutput(run, result.get(), outputs, withOutput);
          }
          return result;
        },
        outcome -> collected(run, outcome));
  }

  private static void copyOutput(Run run, RunResult result, OutputStore outputs, boolean retry)
      throws Exception {
    try {
      run.worker.runner.copyOutput(run.attempt, result, outputs);
    } catch (IOException e) {
      if (retry) {
        throw e;
      }
      // The application's disk is full, say: that must not hold a result back for ever.
      LOG.atError()
          .addKeyValue("container", run.attempt)
          .addKeyValue("instance", run.worker.id)
          .setCause(e)
          .log("The output of a container could not be stored; only its end is kept");
    }
  }

  private void collected(Run run, Outcome<Optional<RunResult>> outcome) {
    run.busy = false;
    if (outcome instanceof Outcome.Success<Optional<RunResult>> success) {
      success
          .value()
          .ifPresentOrElse(result -> has(run, result), () -> lost(run, "its result is gone"));
    } else if (outcome instanceof Outcome.Failure<Optional<RunResult>> failure) {
      run.collectFailures++;
      LOG.atWarn()
          .addKeyValue("container", run.attempt)
          .addKeyValue("instance", run.worker.id)
          .setCause(failure.error())
          .log("Collecting a result failed; trying again with the next probe");
      if (state.now().isAfter(run.since.plus(RESULTS_WAIT))) {
        lost(run, "its result could not be collected for 24 hours");
      }
    }
  }

  private void has(Run run, RunResult result) {
    run.result = result;
    if (run.startedAt == null) {
      run.startedAt = result.startedAt();
    }
    run.settledAt = state.tick();
    state.changed.run();
  }

  private void lost(Run run, String why) {
    if (run.become(Phase.LOST, state.now())) {
      state.events.attempt(
          Kind.CONTAINER_LOST, run.attempt, run.worker.id, run.worker.typeName(), why, null);
      state.changed.run();
    }
  }

  /** Lets go of an attempt that has ended: it holds its worker no more. */
  void forget(Run run) {
    if (run.phase.mayRun()) {
      throw new IllegalStateException(run.attempt + " may run; expected one that has ended");
    }
    run.letGo = true;
    if (run.phase == Phase.INSTANCE_GONE || !state.isThere(run.worker)) {
      state.orphans.remove(run.attempt);
    } else if (run.phase == Phase.ABSENT) {
      removed(run);
    } else {
      discard(run);
      state.settle(run.worker);
    }
  }

  /** Tells the runner to forget it; when that fails, the next listing shows it again. */
  private void discard(Run run) {
    if (run.busy) {
      return;
    }
    run.busy = true;
    state.loop.<Boolean>offload(
        "discard " + run.attempt,
        () -> {
          run.worker.runner.discard(run.attempt);
          return true;
        },
        outcome -> {
          run.busy = false;
          if (outcome instanceof Outcome.Failure<Boolean> failure) {
            LOG.atDebug()
                .addKeyValue("container", run.attempt)
                .addKeyValue("instance", run.worker.id)
                .setCause(failure.error())
                .log("Discarding a container failed; trying again with the next listing");
          } else {
            removed(run);
          }
        });
  }

  void removed(Run run) {
    Worker worker = run.worker;
    worker.runs.remove(run.attempt);
    worker.discarded.put(run.attempt, state.tick());
    if (state.isThere(worker)) {
      state.settle(worker);
    }
  }
}
