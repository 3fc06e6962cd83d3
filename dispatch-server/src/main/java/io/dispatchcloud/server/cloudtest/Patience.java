package io.dispatchcloud.server.cloudtest;

import io.dispatchcloud.server.run.Interrupts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits between two looks at something, unless a signal comes. */
final class Patience {
  private static final long LOOK_MILLIS = 50;

  private final Interrupts interrupts;
  private final InstantSource clock;
  private final Duration between;

  Patience(Interrupts interrupts, InstantSource clock, Duration between) {
    this.interrupts = interrupts;
    this.clock = clock;
    this.between = between;
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
    Instant end = clock.instant().plus(limit);
    while (true) {
      requireNoSignal();
      if (look.good()) {
        return true;
      }
      if (!clock.instant().isBefore(end)) {
        return false;
      }
      pause(between);
    }
  }

  /** The same whatever signals came, but for a second one. */
  boolean despiteSignals(Duration limit, Look look)
      throws StepFailedException, InterruptedException {
    Instant end = clock.instant().plus(limit);
    while (!look.good()) {
      if (!clock.instant().isBefore(end) || interrupts.hurry()) {
        return false;
      }
      idle(between);
    }
    return true;
  }

  /** Whether a second signal came, and nothing more is waited for. */
  boolean isInAHurry() {
    return interrupts.hurry();
  }

  private void pause(Duration time) throws StepFailedException, InterruptedException {
    Instant end = clock.instant().plus(time);
    while (clock.instant().isBefore(end)) {
      requireNoSignal();
      idle(Duration.ofMillis(LOOK_MILLIS));
    }
  }

  /** Nothing ever opens the latch: it is a pause that an interrupt of the thread ends. */
  private static void idle(Duration time) throws InterruptedException {
    if (new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("a latch that nobody knows was opened");
    }
  }

  void requireNoSignal() throws StepFailedException {
    if (interrupts.any()) {
      throw new StepFailedException("stopped by a signal", "");
    }
  }
}
