package io.dispatchcloud.server.cloudtest;

import io.dispatchcloud.server.run.Interrupts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits between two looks at something, unless a signal comes. */
final class Patience {
  private static final long LOOK_MILLIS = 50;

  private final Interrupts interrupts;
  private final InstantSource clock;
  private final Duration between;
  private final Progress progress;

  Patience(Interrupts interrupts, InstantSource clock, Duration between, Progress progress) {
    this.interrupts = interrupts;
    this.clock = clock;
    this.between = between;
    this.progress = progress;
  }

  /** Told often while something is waited for. */
  interface Progress {
    /** How long it was waited for, and for how long at the most. */
    void waiting(Duration waited, Duration limit);
  }

  /** Looks at something. */
  interface Look {
    /** True if it is as it should be. */
    boolean good() throws StepFailedException, InterruptedException;
  }

  /**
   * Looks until it is good.
   *
   * @param limit how long
   * @param look called at least once
   * @return false if the time is over
   * @throws StepFailedException if a look does, or a signal came
   */
  boolean until(Duration limit, Look look) throws StepFailedException, InterruptedException {
    Instant begin = clock.instant();
    while (true) {
      requireNoSignal();
      if (look.good()) {
        return true;
      }
      if (isOver(begin, limit)) {
        return false;
      }
      pause(begin, limit, interrupts::any);
    }
  }

  /** The same whatever signals came, but for a second one. */
  boolean despiteSignals(Duration limit, Look look)
      throws StepFailedException, InterruptedException {
    Instant begin = clock.instant();
    while (!look.good()) {
      if (isOver(begin, limit) || interrupts.hurry()) {
        return false;
      }
      pause(begin, limit, interrupts::hurry);
    }
    return true;
  }

  Instant now() {
    return clock.instant();
  }

  /** Whether a second signal came, and nothing more is waited for. */
  boolean isInAHurry() {
    return interrupts.hurry();
  }

  private boolean isOver(Instant begin, Duration limit) {
    return !clock.instant().isBefore(begin.plus(limit));
  }

  private void pause(Instant begin, Duration limit, BooleanSupplier enough)
      throws InterruptedException {
    Instant now = clock.instant();
    Instant end = now.plus(between);
    while (now.isBefore(end) && !enough.getAsBoolean()) {
      progress.waiting(Duration.between(begin, now), limit);
      idle();
      now = clock.instant();
    }
  }

  /** Nothing ever opens the latch: it is a pause that an interrupt of the thread ends. */
  private static void idle() throws InterruptedException {
    if (new CountDownLatch(1).await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("a latch that nobody knows was opened");
    }
  }

  void requireNoSignal() throws StepFailedException {
    if (interrupts.any()) {
      throw new StepFailedException("stopped by a signal", "");
    }
  }
}
