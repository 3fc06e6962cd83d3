package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.core.DispatchEvent.Kind;
import io.dispatchcloud.core.loop.Outcome;
import io.dispatchcloud.core.pool.RunView.Phase;
import io.dispatchcloud.core.runner.RunnerClient.Start;
import io.dispatchcloud.core.runner.RunnerClient.Started;
import io.dispatchcloud.core.runner.RunnerListing;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs on the workers: the listings are the truth about it (POOL-13, POOL-23). */
final class Runs {
  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

  private static final int FAILED_STARTS_MAX = 3;

  private final PoolState state;
  private final Endings endings;
  private final Roster roster;
  private final Killer killer;
  private final Notices notices;

  Runs(PoolState state, Roster roster, Killer killer, Endings endings) {
    this.state = state;
    this.roster = roster;
    this.killer = killer;
    this.endings = endings;
    this.notices = new Notices(state, roster, killer);
  }

  /**
   * Brings what is known of a worker in line with a listing.
   *
   * @param tick counts events up to the beginning of the listing
   * @param began when the listing began
   */
  void apply(Worker worker, RunnerListing listing, long tick, Instant began) {
    if (listing.broken()) {
      roster.drainOrMarkUnhealthy(worker, "the runner says that it can't start containers");
    }
    notices.heed(worker, listing);
    for (String line : listing.unknownLines()) {
      LOG.atDebug()
          .addKeyValue("instance", worker.id)
          .log("The runner says something unknown: {}", line);
    }
    Set<Attempt> listed = new HashSet<>(listing.mentioned());
    Set<Attempt> stale = new HashSet<>();
    for (RunnerListing.Entry entry : listing.entries()) {
      Long discardedAt = worker.discardedAt(entry.attempt());
      if (discardedAt != null && discardedAt > tick) {
        continue;
      }
      Run run = worker.run(entry.attempt());
      if (run == null) {
        run = adopt(worker, entry.attempt());
        worker.add(run);
      }
      if (entry.state() == RunnerListing.State.STALE) {
        stale.add(entry.attempt());
      }
      see(run, entry);
    }
    for (Run run : worker.runs()) {
      watchStale(run, stale.contains(run.attempt));
      if (!listed.contains(run.attempt)) {
        missed(run, tick, began);
      }
    }
    notices.endInTime(worker);
    // A list command that waits since before may still name what was discarded.
    long oldest = worker.waiting ? Math.min(tick, worker.watchTick) : tick;
    worker.forgetDiscarded(oldest);
    state.settle(worker);
  }

  private Run adopt(Worker worker, Attempt attempt) {
    state.changed.run();
    LOG.atInfo()
        .addKeyValue("container", attempt)
        .addKeyValue("instance", worker.id)
        .log("Found a container that was not started by this process");
    return new Run(attempt, worker, Phase.STARTING, state.now());
  }

  private void see(Run run, RunnerListing.Entry entry) {
    switch (entry.state()) {
      case ALIVE, STALE -> {
        Instant now = state.now();
        if (become(run, Phase.ALIVE, now)) {
          run.startUnknown = false;
          run.startedAt = now;
          tell(Kind.CONTAINER_RUNNING, run, "");
        }
      }
      case EXITED -> {
        if (become(run, Phase.EXITED, state.now())) {
          run.startUnknown = false;
          LOG.atDebug()
              .addKeyValue("container", run.attempt)
              .addKeyValue("instance", run.worker.id)
              .addKeyValue("exitStatus", entry.exitStatus())
              .log("A container exited");
        }
        endings.collect(run);
      }
      case LOST -> {
        if (become(run, Phase.LOST, state.now())) {
          run.startUnknown = false;
          tell(Kind.CONTAINER_LOST, run, "it ended without a result");
        }
        if (run.letGo) {
          endings.collect(run);
        }
      }
    }
  }

  private boolean become(Run run, Phase phase, Instant since) {
    boolean moved = run.become(phase, since);
    if (moved) {
      if (phase != Phase.ABSENT) {
        state.meters.started(run);
      }
      state.changed.run();
    }
    return moved;
  }

  private void tell(Kind kind, Run run, String detail) {
    state.events.attempt(kind, run.attempt, run.worker.id, run.worker.typeName(), detail, null);
  }

  private void watchStale(Run run, boolean stale) {
    if (!stale) {
      run.staleSince = null;
      return;
    }
    if (run.staleSince == null) {
      run.staleSince = state.now();
      return;
    }
    Duration time = Duration.between(run.staleSince, state.now());
    if (time.compareTo(state.settings.timeoutStaleRunLock()) > 0) {
      roster.drainOrMarkUnhealthy(run.worker, "the supervisor of " + run.attempt + " is gone");
      killer.killStale(run);
    }
  }

  /** A listing lacks a run: that counts if it began after all that we did to it. */
  private void missed(Run run, long tick, Instant began) {
    if (run.startInFlight() || run.settledAt >= tick || run.busy) {
      return;
    }
    if (run.letGo) {
      endings.removed(run);
    } else if (run.startUnknown) {
      giveUpIfLate(run);
      cancelStart(run);
    } else if (run.phase != Phase.EXITED || run.result == null) {
      if (become(run, Phase.ABSENT, began)) {
        tell(Kind.CONTAINER_LOST, run, "a probe did not find it");
      }
    }
  }

  /** It is not there, and the runner does not promise that it never will be: end the instance. */
  private void giveUpIfLate(Run run) {
    if (!run.stuck && !state.now().isBefore(run.since.plus(state.settings.timeoutTerm()))) {
      run.stuck = true;
      roster.drainOrMarkUnhealthy(run.worker, run.attempt + " can't be called off");
    }
  }

  // Starting.

  /** Blocking: records the start in the controller and sends the command. */
  @FunctionalInterface
  interface Starting {
    /**
     * Does both.
     *
     * @return how the command ended
     * @throws Exception if the record was not made: the command was not sent
     */
    Started run() throws Exception;
  }

  void start(Run run, Starting starting, Consumer<Exception> refused) {
    run.settledAt = Long.MAX_VALUE;
    run.startedHere = true;
    tell(Kind.CONTAINER_STARTING, run, "");
    state.loop.offload(
        "start " + run.attempt + " on " + run.worker.id,
        starting::run,
        outcome -> startEnded(run, outcome, refused));
  }

  private void startEnded(Run run, Outcome<Started> outcome, Consumer<Exception> refused) {
    run.settledAt = state.tick();
    if (outcome instanceof Outcome.Success<Started> success) {
      Started started = success.value();
      run.startUnknown = started.start() == Start.UNKNOWN;
      countFailedStarts(run.worker, started.start());
      if (started.start() == Start.TAKEN) {
        state.meters.started(run);
      } else {
        LOG.atWarn()
            .addKeyValue("container", run.attempt)
            .addKeyValue("instance", run.worker.id)
            .addKeyValue("outcome", started.start())
            .log("A container's start did not go well; the next probe tells: {}", started.detail());
      }
      state.changed.run();
    } else if (outcome instanceof Outcome.Failure<Started> failure) {
      // The record was refused or its outcome is unknown; the command was not sent either way. The
      // scheduler is told before anything else looks, so that it does not try again at once.
      run.become(Phase.ABSENT, state.now());
      run.worker.remove(run);
      refused.accept(failure.error());
      state.settle(run.worker);
    }
  }

  /** A host on which nothing starts, its disk full say, must not eat container after container. */
  private void countFailedStarts(Worker worker, Start start) {
    worker.failedStarts = start == Start.UNKNOWN ? worker.failedStarts + 1 : 0;
    if (worker.failedStarts >= FAILED_STARTS_MAX) {
      roster.drainOrMarkUnhealthy(worker, "nothing starts there");
    }
  }

  /** A former dispatcher's start, of which only the record is known: call it off, or find it. */
  Run expect(Worker worker, Attempt attempt) {
    Run run = new Run(attempt, worker, Phase.STARTING, state.now(), true);
    run.startUnknown = true;
    run.settledAt = state.tick();
    worker.add(run);
    state.settle(worker);
    return run;
  }

  private void cancelStart(Run run) {
    run.busy = true;
    state.loop.offload(
        "call off " + run.attempt,
        () -> run.worker.runner().cancelStart(run.attempt),
        outcome -> {
          run.busy = false;
          if (outcome instanceof Outcome.Success<Boolean> success) {
            run.settledAt = state.tick();
            run.startUnknown = false;
            if (success.value()) {
              // It did run, whatever became of it: what comes next is a loss and no failed start.
              run.startedAt = state.now();
            } else if (run.become(Phase.ABSENT, state.now())) {
              tell(Kind.CONTAINER_LOST, run, "its start was called off");
            }
            state.changed.run();
          } else if (outcome instanceof Outcome.Failure<Boolean> failure) {
            LOG.atDebug()
                .addKeyValue("container", run.attempt)
                .addKeyValue("instance", run.worker.id)
                .setCause(failure.error())
                .log("Calling a start off failed; trying again");
          }
        });
  }
}
