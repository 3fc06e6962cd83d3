package io.dispatchcloud.test.stub;

import io.dispatchcloud.api.container.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One attempt on a pretended host. All that will become of it is planned at its start; only signals
 * change that. Its owner guards it.
 */
final class PretendRun {
  private static final int TERM = 15;
  private static final int KILL = 9;

  /**
   * What chance has in store.
   *
   * @param crashesAt when its runner crashes; null for never
   * @param sticks whether something holds its lock when its runner has ended
   * @param stuckForever whether no signal changes that
   * @param exitLag how long its runner outlives it
   */
  record Fate(
      @Nullable Instant crashesAt, boolean sticks, boolean stuckForever, Duration exitLag) {}

  final Attempt attempt;
  final StubPayload payload;
  final Instant startsAt;
  private final Fate fate;
  private Instant endsAt;
  private int exitStatus;
  private @Nullable Instant freedAt;

  PretendRun(Attempt attempt, StubPayload payload, Instant startsAt, Fate fate) {
    this.attempt = attempt;
    this.payload = payload;
    this.startsAt = startsAt;
    this.fate = fate;
    this.endsAt = startsAt.plus(payload.runs());
    this.exitStatus = payload.exitStatus();
  }

  boolean isStarted(Instant now) {
    return !now.isBefore(startsAt);
  }

  boolean isAlive(Instant now) {
    return isStarted(now) && now.isBefore(runnerEnds());
  }

  boolean isStale(Instant now) {
    return fate.sticks && !now.isBefore(runnerEnds()) && (freedAt == null || now.isBefore(freedAt));
  }

  /** Whether there is anything of it that a start of the same container would collide with. */
  boolean lives(Instant now) {
    return !isStarted(now) || isAlive(now) || isStale(now);
  }

  boolean hasResult(Instant now) {
    return !crashed() && !now.isBefore(runnerEnds());
  }

  private boolean crashed() {
    return fate.crashesAt != null && !fate.crashesAt.isAfter(endsAt);
  }

  private Instant runnerEnds() {
    return fate.crashesAt != null && crashed() ? fate.crashesAt : endsAt.plus(fate.exitLag);
  }

  int exitStatus() {
    return exitStatus;
  }

  Instant endsAt() {
    return endsAt;
  }

  /** Lines of a listing: none before it began, two if it ended and left something behind. */
  List<String> lines(Instant now) {
    String label = attempt.container() + " " + attempt.number();
    if (!isStarted(now)) {
      return List.of();
    }
    if (isAlive(now)) {
      return List.of(label + " alive");
    }
    boolean stale = isStale(now);
    if (crashed()) {
      return List.of(label + (stale ? " stale" : " lost"));
    }
    String exited = label + " exited " + exitStatus;
    return stale ? List.of(exited, label + " stale") : List.of(exited);
  }

  void signal(int signal, Instant now) {
    boolean ends = signal == TERM || signal == KILL;
    if (ends && isAlive(now) && now.isBefore(endsAt)) {
      endsAt = now;
      exitStatus = 128 + signal;
    } else if (signal == KILL && isStale(now) && !fate.stuckForever) {
      freedAt = now;
    }
  }

  /** The first moment after now at which a listing changes by itself; null if none does. */
  @Nullable Instant nextChange(Instant now) {
    return Stream.of(startsAt, runnerEnds())
        .filter(now::isBefore)
        .min(Instant::compareTo)
        .orElse(null);
  }

  /** When the container's own process ends, whatever its runner is doing; null if nothing tells. */
  @Nullable Instant processEnds() {
    if (crashed()) {
      return fate.sticks ? freedAt : fate.crashesAt;
    }
    return endsAt;
  }
}
