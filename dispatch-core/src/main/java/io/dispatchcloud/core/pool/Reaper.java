package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.config.Quantities;
import io.dispatchcloud.core.BootOutcome;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.loop.Outcome;
import io.dispatchcloud.core.loop.Timer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shuts instances down: when they are idle, drained, or do not answer (POOL-14, POOL-20). */
final class Reaper {
  private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int FAILURES_IN_A_ROW = 3;

  private final PoolState state;
  private @Nullable Timer next;

  Reaper(PoolState state) {
    this.state = state;
  }

  /** Begins to look at every worker again and again. */
  void begin() {
    if (!state.stopped) {
      // The timer first: whatever goes wrong in one review, the next one comes.
      next = state.loop.after(INTERVAL, this::begin);
      state.workers.all().forEach(this::review);
    }
  }

  /** Looks at nothing more. */
  void stop() {
    if (next != null) {
      next.cancel();
    }
  }

  /** Looks at one worker. */
  void review(Worker worker) {
    if (worker.state == WorkerState.SHUTDOWN || worker.behavior == IdleBehavior.HOLD) {
      return;
    }
    if (unanswered(worker)) {
      Duration silent = Duration.between(worker.answeredAt, state.now());
      LOG.atWarn()
          .addKeyValue("instance", worker.id)
          .addKeyValue("state", worker.state)
          .addKeyValue("silent", Quantities.format(silent))
          .log("An instance gives no good answer; shutting it down: {}", worker.lastError);
      if (worker.boot == BootOutcome.PENDING) {
        worker.boot = BootOutcome.FAILURE;
        state.meters.bootEnded(worker, "failure");
      }
      if (worker.state == WorkerState.BOOTING) {
        bootFailed(worker);
      }
      shutdown(worker, "no good answer");
    } else if (worker.behavior == IdleBehavior.DRAIN && nothingToWaitFor(worker)) {
      if (worker.state != WorkerState.UNKNOWN) {
        shutdown(worker, "drained");
      }
    } else if (worker.state == WorkerState.IDLE
        && !worker.hasWork()
        && passed(worker.stateSince(), state.settings.timeoutIdle())) {
      shutdown(worker, "idle");
    }
  }

  private void bootFailed(Worker worker) {
    InstanceType type = worker.type;
    if (type == null) {
      return;
    }
    state.breaker.failed(type, worker.cost(state.now()), state.now());
    Instant until = state.breaker.brokenUntil(type, 0, state.now());
    if (until != null) {
      LOG.atError()
          .addKeyValue("type", type)
          .addKeyValue("cost", state.breaker.cost())
          .addKeyValue("until", until.equals(Instant.MAX) ? "breakerCap is raised" : until)
          .log("Too many instances of a type never came up: no more of it for now");
      if (until.isBefore(Instant.MAX)) {
        state.loop.after(Duration.between(state.now(), until), state.changed);
      }
    }
  }

  private static boolean nothingToWaitFor(Worker worker) {
    return worker.runs().stream()
        .allMatch(run -> run.letGo || (run.phase.mayRun() && (run.stuck || run.isGivenUp())));
  }

  private boolean unanswered(Worker worker) {
    boolean booting = worker.state == WorkerState.BOOTING || worker.state == WorkerState.UNKNOWN;
    Duration limit = booting ? state.settings.timeoutBooting() : state.settings.timeoutProbe();
    if (!booting) {
      Duration threeProbes = state.probeInterval().multipliedBy(3);
      limit = limit.compareTo(threeProbes) < 0 ? threeProbes : limit;
    }
    Instant deadline = worker.answeredAt.plus(limit);
    return worker.failures >= FAILURES_IN_A_ROW
        && worker.lastFailureBegan != null
        && worker.lastFailureBegan.isAfter(deadline);
  }

  private boolean passed(Instant since, Duration time) {
    return !state.now().isBefore(since.plus(time));
  }

  void shutdown(Worker worker, String why) {
    if (worker.state == WorkerState.SHUTDOWN) {
      return;
    }
    LOG.atInfo()
        .addKeyValue("instance", worker.id)
        .addKeyValue("type", worker.typeName())
        .log("Shutting an instance down: {}", why);
    if (worker.boot == BootOutcome.PENDING) {
      worker.boot = BootOutcome.ABORTED;
      state.meters.bootEnded(worker, "aborted");
    }
    state.become(worker, WorkerState.SHUTDOWN, why);
    destroy(worker);
  }

  void destroy(Worker worker) {
    if (worker.destroying) {
      return;
    }
    worker.destroying = true;
    Instance instance = worker.instance;
    state.cloud.<Boolean>call(
        "destroy " + worker.id,
        () -> {
          instance.destroy();
          return true;
        },
        outcome -> {
          worker.destroying = false;
          if (outcome instanceof Outcome.Failure<Boolean> failure) {
            LOG.atWarn()
                .addKeyValue("instance", worker.id)
                .setCause(failure.error())
                .log("Destroying an instance failed; trying again with the next listing");
          } else {
            worker.destroyedAt = state.now();
            state.changed.run();
          }
        });
  }
}
