package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.core.DispatchEvent.Kind;
import io.dispatchcloud.core.OutputStore;
import io.dispatchcloud.core.loop.Outcome;
import io.dispatchcloud.core.pool.RunView.Phase;
import io.dispatchcloud.core.runner.RunnerProtocolException;
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
  // The application's disk may be full for a while; its output is all that a container leaves.
  private static final Duration OUTPUT_PATIENCE = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

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
    if (run.result != null || run.busy || state.now().isBefore(run.collectAfter)) {
      return;
    }
    run.busy = true;
    boolean patient = state.now().isBefore(run.since.plus(OUTPUT_PATIENCE));
    state.loop.offload(
        "collect " + run.attempt, () -> collect(run, patient), outcome -> collected(run, outcome));
  }

  /** What was collected; the output's loss is a text that is empty if all was stored. */
  private record Collected(Optional<RunResult> result, String outputLost) {}

  private Collected collect(Run run, boolean patient) throws Exception {
    Optional<RunResult> result = run.worker.runner().result(run.attempt);
    if (result.isEmpty() || outputs == null) {
      return new Collected(result, "");
    }
    try {
      run.worker.runner().copyOutput(run.attempt, result.get(), outputs);
      return new Collected(result, "");
    } catch (IOException | RunnerProtocolException e) {
      if (patient) {
        throw e;
      }
      // That must not hold a result back for ever.
      return new Collected(result, String.valueOf(e.getMessage()));
    }
  }

  private void collected(Run run, Outcome<Collected> outcome) {
    run.busy = false;
    if (outcome instanceof Outcome.Success<Collected> success) {
      Collected collected = success.value();
      if (!collected.outputLost().isEmpty()) {
        outputLost(run, collected.outputLost());
      }
      collected
          .result()
          .ifPresentOrElse(result -> has(run, result), () -> lost(run, "its result is gone"));
    } else if (outcome instanceof Outcome.Failure<Collected> failure) {
      tryLater(run, failure.error());
    }
  }

  private void tryLater(Run run, Exception error) {
    run.collectFailures++;
    Duration pause = Duration.ofSeconds(1L << Math.min(run.collectFailures, 10));
    run.collectAfter = state.now().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    LOG.atWarn()
        .addKeyValue("container", run.attempt)
        .addKeyValue("instance", run.worker.id)
        .setCause(error)
        .log("Collecting a container's result and output failed; trying again");
    if (state.now().isAfter(run.since.plus(RESULTS_WAIT))) {
      lost(run, "its result could not be collected for 24 hours");
    }
  }

  private void outputLost(Run run, String why) {
    LOG.atError()
        .addKeyValue("container", run.attempt)
        .addKeyValue("instance", run.worker.id)
        .log("The output of a container could not be stored; only its end is kept: {}", why);
    tell(Kind.CONTAINER_OUTPUT_LOST, run, why);
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
      tell(Kind.CONTAINER_LOST, run, why);
      state.changed.run();
    }
  }

  private void tell(Kind kind, Run run, String detail) {
    state.events.attempt(kind, run.attempt, run.worker.id, run.worker.typeName(), detail, null);
  }

  /** Lets go of an attempt that has ended: it holds its worker no more. */
  void forget(Run run) {
    if (run.phase.mayRun()) {
      throw new IllegalStateException(run.attempt + " may run; expected one that has ended");
    }
    run.worker.letGo(run);
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
          run.worker.runner().discard(run.attempt);
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
    worker.remove(run);
    worker.discarded(run.attempt, state.tick());
    if (state.isThere(worker)) {
      state.settle(worker);
    }
  }
}
