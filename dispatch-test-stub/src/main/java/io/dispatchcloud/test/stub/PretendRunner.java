package io.dispatchcloud.test.stub;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The runner's protocol (section 6) on one pretended host, without any process. Thread-safe:
 * everything is guarded by its monitor, which waiting commands give up while they wait.
 */
final class PretendRunner {
  /** The exit statuses of the protocol. */
  static final int DONE = 0;

  static final int ALIVE = 1;
  static final int UNUSABLE = 2;
  static final int REFUSED_ALIVE = 3;
  static final int REFUSED_SPENT = 4;
  static final int ABSENT = 5;
  static final int FENCED = 6;

  private static final Duration KILL_WAITS = Duration.ofSeconds(1);

  /** How soon a clock is noticed that was set by hand. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  /** Decides what becomes of a start. */
  interface Starter {
    /** Tells what comes of it; called while the runner is locked. */
    PretendRun begin(StubStart start, Instant now);

    /** Tells of a start command, whatever comes of it. */
    void asked(StubStart start);
  }

  private final InstantSource clock;
  private final Starter starter;
  // By attempt; what was discarded is only in the truth that is told.
  private final Map<Attempt, PretendRun> known = new TreeMap<>();
  private final List<PretendRun> everStarted = new ArrayList<>();
  private final TreeMap<ContainerId, Long> highest = new TreeMap<>();
  private final TreeSet<Attempt> started = new TreeSet<>();
  private long highestFence;
  private long events;
  private @Nullable Instant brokenAt;

  /**
   * A runner that has started nothing.
   *
   * @param brokenAt from when on it says that it is broken; null for never
   */
  PretendRunner(InstantSource clock, Starter starter, @Nullable Instant brokenAt) {
    this.clock = clock;
    this.starter = starter;
    this.brokenAt = brokenAt;
  }

  // What the host itself asks.

  /**
   * What did run, whatever became of it since.
   *
   * @param vm where that was
   * @param end when the VM ended, and all that ran there; null if it has not
   */
  synchronized List<StubRun> runs(InstanceId vm, Instant now, @Nullable Instant end) {
    List<StubRun> runs = new ArrayList<>();
    for (PretendRun run : everStarted) {
      boolean began = !run.startsAt.isAfter(now) && (end == null || run.startsAt.isBefore(end));
      if (began) {
        Instant ended = run.processEnds();
        Instant last = end == null ? ended : earlier(ended, end);
        boolean over = last != null && !last.isAfter(now);
        runs.add(new StubRun(run.attempt, vm, run.startsAt, over ? last : null));
      }
    }
    return runs;
  }

  synchronized void setBroken() {
    if (!isBroken(clock.instant())) {
      brokenAt = clock.instant();
      event();
    }
  }

  private boolean isBroken(Instant now) {
    return brokenAt != null && !now.isBefore(brokenAt);
  }

  private void event() {
    events++;
    notifyAll();
  }

  // Commands.

  /** Whether a command with this fence may go on; to be asked within the command's own lock. */
  synchronized boolean passes(long fence) {
    if (fence < highestFence) {
      return false;
    }
    highestFence = fence;
    return true;
  }

  synchronized Answer list(Duration wait, String since) throws InterruptedException {
    Instant end = clock.instant().plus(wait);
    String before = since;
    while (true) {
      Instant now = clock.instant();
      String listing = listing(now);
      String generation = events + ":" + Integer.toHexString(listing.hashCode());
      boolean news = !before.isEmpty() && !before.equals(generation);
      if (news || !now.isBefore(end)) {
        return Answer.of(listing + "generation " + generation + "\n");
      }
      before = generation;
      await(now, earlier(nextChange(now), end));
    }
  }

  private String listing(Instant now) {
    StringBuilder text = new StringBuilder(isBroken(now) ? "broken\n" : "");
    known.values().forEach(run -> run.lines(now).forEach(line -> text.append(line).append('\n')));
    return text.toString();
  }

  private @Nullable Instant nextChange(Instant now) {
    Instant next = brokenAt != null && now.isBefore(brokenAt) ? brokenAt : null;
    for (PretendRun run : known.values()) {
      Instant change = run.nextChange(now);
      next = change == null ? next : earlier(next, change);
    }
    return next;
  }

  private static Instant earlier(@Nullable Instant one, Instant other) {
    return one == null || other.isBefore(one) ? other : one;
  }

  /** Waits for an event, or until a time; the caller looks again either way. */
  private void await(Instant now, Instant until) throws InterruptedException {
    // Rounded up: a wait that ends too early would be repeated without a pause.
    Instant next = earlier(until, now.plus(LOOK_AGAIN));
    long nanos = Math.max(0, Duration.between(now, next).toNanos()) + 1_000_000;
    TimeUnit.NANOSECONDS.timedWait(this, nanos);
  }

  /** Starts, and answers when the detach delay is over; the start goes on if nobody waits. */
  synchronized Answer start(StubStart start) throws InterruptedException {
    starter.asked(start);
    Instant now = clock.instant();
    Attempt attempt = start.attempt();
    boolean lives =
        known.values().stream()
            .anyMatch(
                run ->
                    run.attempt.container().equals(attempt.container())
                        && !run.attempt.equals(attempt)
                        && run.lives(now));
    if (lives) {
      return Answer.of(REFUSED_ALIVE);
    }
    if (attempt.number() <= highest.getOrDefault(attempt.container(), 0L)) {
      return Answer.of(REFUSED_SPENT);
    }
    mark(attempt);
    started.add(attempt);
    PretendRun run = starter.begin(start, now);
    known.put(attempt, run);
    everStarted.add(run);
    event();
    while (clock.instant().isBefore(run.startsAt)) {
      await(clock.instant(), run.startsAt);
    }
    return Answer.of(DONE);
  }

  private void mark(Attempt attempt) {
    highest.merge(attempt.container(), attempt.number(), Math::max);
  }

  synchronized Answer kill(int signal, Attempt attempt) throws InterruptedException {
    PretendRun run = known.get(attempt);
    Instant end = clock.instant().plus(KILL_WAITS);
    if (run != null && run.lives(clock.instant())) {
      run.signal(signal, clock.instant());
      event();
    }
    while (run != null && run.lives(clock.instant())) {
      Instant now = clock.instant();
      if (!now.isBefore(end)) {
        return Answer.of(ALIVE);
      }
      await(now, earlier(nextChange(now), end));
    }
    return Answer.of(DONE);
  }

  synchronized Answer result(Attempt attempt) {
    PretendRun run = known.get(attempt);
    if (run == null || !run.hasResult(clock.instant())) {
      return Answer.of(ABSENT);
    }
    byte[] stdout = run.payload.output(true);
    byte[] stderr = run.payload.output(false);
    Base64.Encoder encoder = Base64.getEncoder();
    return Answer.of(
        """
        {"attempt":%d,"exitStatus":%d,"startedAt":"%s","finishedAt":"%s",\
        "stdoutBytes":%d,"stderrBytes":%d,"stdoutTail":"%s","stderrTail":"%s"}
        """
            .formatted(
                attempt.number(),
                run.exitStatus(),
                run.startsAt,
                run.endsAt(),
                stdout.length,
                stderr.length,
                encoder.encodeToString(stdout),
                encoder.encodeToString(stderr)));
  }

  synchronized Answer output(Attempt attempt, boolean ofStdout, long offset, long length) {
    PretendRun run = known.get(attempt);
    if (run == null) {
      return Answer.of(ABSENT);
    }
    byte[] all = run.payload.output(ofStdout);
    int from = (int) Math.min(offset, all.length);
    int to = (int) Math.min(from + length, all.length);
    return Answer.of(Arrays.copyOfRange(all, from, to));
  }

  synchronized Answer discard(Attempt attempt) {
    PretendRun run = known.get(attempt);
    if (run != null && run.lives(clock.instant())) {
      return Answer.of(REFUSED_ALIVE);
    }
    mark(attempt);
    if (known.remove(attempt) != null) {
      event();
    }
    return Answer.of(DONE);
  }

  synchronized Answer cancelStart(Attempt attempt) {
    mark(attempt);
    return Answer.of(started.contains(attempt) ? "started\n" : "not-started\n");
  }
}
