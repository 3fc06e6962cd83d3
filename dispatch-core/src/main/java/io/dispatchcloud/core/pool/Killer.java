package io.dispatchcloud.core.pool;

import io.dispatchcloud.core.DispatchEvent.Kind;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.loop.Outcome;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends attempts: TERM again and again, never KILL while a supervisor lives (POOL-18). */
final class Killer {
  private static final Logger LOG = LoggerFactory.getLogger(Killer.class);
  private static final int TERM = 15;
  private static final int KILL = 9;

  private final PoolState state;
  private final Roster roster;
  private final Consumer<Worker> probeSoon;

  Killer(PoolState state, Roster roster, Consumer<Worker> probeSoon) {
    this.state = state;
    this.roster = roster;
    this.probeSoon = probeSoon;
  }

  void kill(Run run, KillReason reason) {
    if (run.kill != null || !run.phase.mayRun()) {
      return;
    }
    begin(run, reason);
    term(run);
  }

  private void begin(Run run, KillReason reason) {
    run.kill = new Kill(reason, state.now());
    LOG.atInfo()
        .addKeyValue("container", run.attempt)
        .addKeyValue("instance", run.worker.id)
        .log("Killing a container: {}", reason.words());
    state.events.attempt(
        Kind.CONTAINER_KILLED,
        run.attempt,
        run.worker.id,
        run.worker.typeName(),
        reason.words(),
        null);
  }

  private void term(Run run) {
    Kill kill = run.kill;
    if (kill == null || !run.phase.mayRun() || !state.isThere(run.worker) || state.stopped) {
      return;
    }
    giveUpIfLate(run, kill);
    if (kill.givenUp && run.worker.behavior != IdleBehavior.HOLD) {
      // The instance goes, and takes it along.
      return;
    }
    // While the start is under way nobody can say whether there is something to signal.
    if (!run.startInFlight()) {
      send(run, TERM);
    }
    state.loop.after(state.settings.timeoutSignal(), () -> term(run));
  }

  private void giveUpIfLate(Run run, Kill kill) {
    boolean late = !state.now().isBefore(kill.begun.plus(state.settings.timeoutTerm()));
    if (late && !kill.givenUp) {
      kill.givenUp = true;
      LOG.atWarn()
          .addKeyValue("container", run.attempt)
          .addKeyValue("instance", run.worker.id)
          .log("A container that shall end does not; draining its instance");
      roster.drainOrMarkUnhealthy(run.worker, run.attempt + " does not end");
      state.changed.run();
    }
  }

  /** What is left of a container without a supervisor has nobody whom KILL could orphan. */
  void killStale(Run run) {
    if (run.kill == null) {
      begin(run, KillReason.STALE);
    }
    if (run.kill != null) {
      giveUpIfLate(run, run.kill);
    }
    send(run, KILL);
  }

  private void send(Run run, int signal) {
    if (run.signalling) {
      return;
    }
    run.signalling = true;
    state.loop.offload(
        "kill " + run.attempt,
        () -> run.worker.runner().kill(run.attempt, signal),
        outcome -> {
          run.signalling = false;
          if (outcome instanceof Outcome.Failure<Boolean> failure) {
            LOG.atDebug()
                .addKeyValue("container", run.attempt)
                .addKeyValue("instance", run.worker.id)
                .setCause(failure.error())
                .log("Signalling a container failed; trying again");
          } else if (state.isThere(run.worker)) {
            probeSoon.accept(run.worker);
          }
        });
  }
}
