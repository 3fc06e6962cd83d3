package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.core.pool.RunView.Phase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One attempt on one worker. Belongs to the loop. */
final class Run {
  // How a container that TERM ended exits.
  private static final int TERMINATED = 128 + 15;

  final Attempt attempt;
  final Worker worker;
  Phase phase;
  Instant since;
  @Nullable Instant startedAt;
  @Nullable Instant staleSince;
  @Nullable RunResult result;
  // Counts events up to the last one that a probe which began before can't know of; the greatest
  // long while the start command's outcome is still open (POOL-13).
  long settledAt;
  boolean startUnknown;
  // This process sent the start command; and has told that it did some good.
  boolean startedHere;
  boolean startTold;
  boolean busy;
  @Nullable Kill kill;
  // Signals under way, results that could not be had, discards under way.
  boolean signalling;
  int collectFailures;
  Instant collectAfter = Instant.MIN;
  // Nobody wants anything of it any more; it stays only until the runner has discarded it.
  boolean letGo;
  // Recorded by a former dispatcher as about to start.
  final boolean inherited;
  // It can neither be found nor called off.
  boolean stuck;
  private @Nullable RunView lastView;

  Run(Attempt attempt, Worker worker, Phase phase, Instant since) {
    this(attempt, worker, phase, since, false);
  }

  Run(Attempt attempt, Worker worker, Phase phase, Instant since, boolean inherited) {
    this.inherited = inherited;
    this.attempt = attempt;
    this.worker = worker;
    this.phase = phase;
    this.since = since;
  }

  boolean startInFlight() {
    return settledAt == Long.MAX_VALUE;
  }

  /** Moves on; never back, for what is known to have ended stays so. Tells whether it moved. */
  boolean become(Phase next, Instant now) {
    if (next.compareTo(phase) <= 0) {
      return false;
    }
    phase = next;
    since = now;
    return true;
  }

  boolean isGivenUp() {
    return kill != null && kill.givenUp;
  }

  /** A dispatcher before this one, or the host as it goes down, has told it to end. */
  private boolean wasToldBefore() {
    return worker.takenAt != null && result != null && result.exitStatus() == TERMINATED;
  }

  private boolean isKilled(KillReason reason) {
    return kill != null && kill.reason == reason;
  }

  /** How it is seen: the same object while nothing of it changes. */
  @SuppressWarnings("ReferenceEquality") // what is another object is looked at again: no harm
  RunView view() {
    RunView last = lastView;
    boolean held = isKilled(KillReason.ON_HOLD);
    boolean interrupted = isKilled(KillReason.INTERRUPTED) || wasToldBefore();
    boolean asBefore =
        last != null
            && last.phase() == phase
            && last.since() == since
            && last.startedAt() == startedAt
            && last.result() == result
            && last.held() == held
            && last.interrupted() == interrupted;
    if (last == null || !asBefore) {
      last =
          new RunView(
              attempt,
              worker.id,
              worker.type,
              phase,
              since,
              startedAt,
              result,
              inherited,
              held,
              interrupted);
      lastView = last;
    }
    return last;
  }
}
