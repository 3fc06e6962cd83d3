package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.queue.ContainerQueue;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.UnlockReason;
import io.dispatchcloud.core.DispatchEvent.Kind;
import io.dispatchcloud.core.pool.KillReason;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.pool.RunView;
import io.dispatchcloud.core.pool.RunView.Phase;
import io.dispatchcloud.core.pool.WorkerPool;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings queue and pool together after each pass: what one knows and the other does not (SCH-13 to
 * SCH-17, POOL-23). Belongs to the loop.
 */
final class Syncer {
  // How a container that TERM ended exits.
  private static final int TERMINATED = 128 + 15;

  private final ContainerQueue queue;
  private final WorkerPool pool;
  private final Operations operations;
  private final RunEvents events;

  Syncer(ContainerQueue queue, WorkerPool pool, Operations operations, RunEvents events) {
    this.queue = queue;
    this.pool = pool;
    this.operations = operations;
    this.events = events;
  }

  /**
   * Looks once at everything but what only waits.
   *
   * @param refreshBegan when the refresh began that the queue is from
   * @param askedFor what the newest refresh asked for by id because it was on a worker, and got an
   *     answer for
   */
  void sync(Ledger ledger, PoolView seen, Instant refreshBegan, Set<ContainerId> askedFor) {
    for (int index = 0; index < ledger.size(); index++) {
      if (!ledger.needsAttention(index)) {
        continue;
      }
      Container container = ledger.container(index);
      if (!operations.busy(container.id())) {
        sync(container, seen.runs(container.id()), refreshBegan);
      }
    }
    if (ledger.withRuns() < seen.runs().size()) {
      endUnknown(ledger, seen, askedFor);
    }
  }

  /** Somewhere is a container that is not in the queue: seldom, and worth a look at all of it. */
  private void endUnknown(Ledger ledger, PoolView seen, Set<ContainerId> askedFor) {
    Set<ContainerId> known = new HashSet<>();
    for (int index = 0; index < ledger.size(); index++) {
      if (Ledger.hasRuns(ledger.facts[index])) {
        known.add(ledger.ids[index]);
      }
    }
    seen.runs()
        .forEach(
            (id, runs) -> {
              if (!known.contains(id) && askedFor.contains(id)) {
                end(runs, 0, KillReason.UNKNOWN);
              }
            });
  }

  private void sync(Container container, List<RunView> runs, Instant refreshBegan) {
    ContainerId id = container.id();
    switch (container.state()) {
      case QUEUED -> {
        end(runs, 0, KillReason.NOT_CURRENT);
        if (runs.isEmpty() && container.onHold()) {
          queue.forget(id);
        }
      }
      case LOCKED, RUNNING -> {
        end(runs, container.attempt(), KillReason.NOT_CURRENT);
        Optional<RunView> current =
            runs.stream().filter(run -> run.attempt().number() == container.attempt()).findFirst();
        if (current.isPresent()) {
          follow(container, current.get(), refreshBegan);
        } else {
          lookFor(container);
        }
      }
      case COMPLETE, CANCELLED -> {
        end(runs, 0, KillReason.FINISHED);
        if (runs.isEmpty()) {
          queue.forget(id);
          events.left(container);
        }
      }
    }
  }

  /** Kills what may run of these, and lets go of what has ended, but for the current attempt. */
  private void end(List<RunView> runs, long current, KillReason reason) {
    for (RunView run : runs) {
      if (run.attempt().number() == current) {
        continue;
      }
      if (run.phase().mayRun()) {
        pool.killContainer(run.attempt().container(), current, reason);
      } else {
        pool.forget(run.attempt());
      }
    }
  }

  /** The current attempt is, or was, on a worker. */
  private void follow(Container container, RunView run, Instant refreshBegan) {
    if (container.onHold() && run.phase().mayRun()) {
      pool.killContainer(container.id(), 0, KillReason.ON_HOLD);
    }
    switch (run.phase()) {
      case STARTING -> {}
      case ALIVE -> recordRunning(container, run);
      case EXITED -> exited(container, run, refreshBegan);
      case LOST, INSTANCE_GONE -> lost(container, run, lossOf(run));
      case ABSENT -> absent(container, run, refreshBegan);
    }
  }

  private static String lossOf(RunView run) {
    return run.phase() == Phase.LOST
        ? "it ended on " + run.instance() + " without a result"
        : "its instance " + run.instance() + " is gone";
  }

  private void recordRunning(Container container, RunView run) {
    Instant startedAt = run.startedAt();
    if (container.state() != ContainerState.LOCKED || startedAt == null || queue.runnerRecords()) {
      return;
    }
    operations.run(
        container.id(),
        "record that it runs:",
        () -> queue.recordRunning(run.attempt(), run.instance(), startedAt),
        recorded -> {});
  }

  private void exited(Container container, RunView run, Instant refreshBegan) {
    RunResult result = run.result();
    if (queue.runnerRecords()) {
      // It should have recorded that itself; a view from after its end shows whether it did.
      if (run.since().isBefore(refreshBegan)) {
        lost(container, run, "its runner recorded no result");
      }
      return;
    }
    if (result == null) {
      return;
    }
    boolean endedForHold = run.held() || (container.onHold() && result.exitStatus() == TERMINATED);
    if (endedForHold) {
      lost(container, run, "it was put on hold");
      return;
    }
    if (run.interrupted() && result.exitStatus() != 0) {
      lost(container, run, "its instance " + run.instance() + " is being taken away");
      return;
    }
    operations.run(
        container.id(),
        "record the result of",
        () -> queue.recordResult(run.attempt(), run.instance(), result),
        recorded -> events.recorded(recorded, run, result));
  }

  private void absent(Container container, RunView run, Instant refreshBegan) {
    // The view must be newer than the end: what ended may have been recorded by its runner.
    if (!run.since().isBefore(refreshBegan)) {
      return;
    }
    boolean neverRan = container.state() == ContainerState.LOCKED && run.startedAt() == null;
    if (neverRan) {
      unlock(container, run.attempt(), whyNotStarted(container, run));
    } else {
      lost(container, run, "it vanished from " + run.instance());
    }
  }

  private static UnlockReason whyNotStarted(Container container, RunView run) {
    if (run.held() || container.onHold()) {
      return UnlockReason.ON_HOLD;
    }
    // That its instance is taken away is not the start's fault.
    return run.inherited() || run.interrupted() ? UnlockReason.RECOVERY : UnlockReason.START_FAILED;
  }

  /** The current attempt is on no worker. */
  private void lookFor(Container container) {
    InstanceId recorded = container.instance();
    Attempt attempt = new Attempt(container.id(), container.attempt());
    if (recorded == null) {
      if (container.onHold()) {
        unlock(container, attempt, UnlockReason.ON_HOLD);
      }
    } else if (pool.isGone(recorded)) {
      requeue(container, attempt, container.onHold(), "its instance " + recorded + " is gone");
    } else if (container.state() == ContainerState.LOCKED || pool.isKnown(recorded)) {
      pool.expect(recorded, attempt);
    }
  }

  private void unlock(Container container, Attempt attempt, UnlockReason reason) {
    operations.run(
        container.id(),
        "unlock",
        () -> queue.unlock(attempt, reason),
        unlocked -> events.unlocked(attempt, reason, unlocked));
  }

  private void lost(Container container, RunView run, String detail) {
    // Killed for a hold is not lost, even if the hold was released before it ended (CTR-4).
    requeue(container, run.attempt(), run.held() || container.onHold(), detail);
  }

  private void requeue(Container container, Attempt attempt, boolean held, String detail) {
    RequeueReason reason = held ? RequeueReason.ON_HOLD : RequeueReason.LOST;
    operations.run(
        container.id(),
        "requeue",
        () -> queue.requeue(attempt, reason, detail),
        requeued ->
            events.attempt(
                requeued.state() == ContainerState.CANCELLED
                    ? Kind.CONTAINER_CANCELLED
                    : Kind.CONTAINER_REQUEUED,
                attempt,
                detail));
  }
}
