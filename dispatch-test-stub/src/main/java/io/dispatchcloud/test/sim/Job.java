package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.container.Attempt;
import java.time.Duration;

/** An attempt that a simulated runner knows, from its start until it is discarded. */
final class Job {
  private static final long RESULTS_WAIT = Duration.ofHours(24).toNanos();

  final Attempt attempt;
  final String startedAt;
  State state = State.ALIVE;
  long endsAt;
  int exitStatus;
  String finishedAt = "";
  long endedAt;
  boolean ending;
  boolean unkillable;

  /** What has become of it, in the words of the runner's protocol. */
  enum State {
    ALIVE("alive"),
    STALE("stale"),
    EXITED("exited"),
    LOST("lost");

    final String word;

    State(String word) {
      this.word = word;
    }
  }

  Job(Attempt attempt, String startedAt) {
    this.attempt = attempt;
    this.startedAt = startedAt;
  }

  boolean lives() {
    return state == State.ALIVE || state == State.STALE;
  }

  /** Whether it needs its host: it lives, or has a result that somebody may come for. */
  boolean needsHost(long now) {
    return lives() || (state == State.EXITED && now - endedAt < RESULTS_WAIT);
  }

  /** Its result in the runner's words. */
  String result() {
    return "{\"attempt\":"
        + attempt.number()
        + ",\"exitStatus\":"
        + exitStatus
        + ",\"startedAt\":\""
        + startedAt
        + "\",\"finishedAt\":\""
        + finishedAt
        + "\",\"stdoutBytes\":0,\"stderrBytes\":0,\"stdoutTail\":\"\",\"stderrTail\":\"\"}\n";
  }
}
