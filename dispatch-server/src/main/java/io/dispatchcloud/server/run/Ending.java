package io.dispatchcloud.server.run;

import io.dispatchcloud.server.show.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Ends the instances, whatever happens on the way, and waits for it: not for ever. */
final class Ending {
  private static final Duration TICK = Duration.ofMillis(250);
  // A cloud may list what it destroyed for minutes; more than this is worth a word.
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration PATIENCE_IN_TROUBLE = Duration.ofMinutes(2);
  private static final Duration PATIENCE_IN_A_HURRY = Duration.ofSeconds(15);
  private static final String WHY = "the run could not go on";

  private final Engine engine;
  private final Lookout lookout;
  private final Trouble trouble;
  private final Progress progress;
  private final Interrupts interrupts;
  private final InstantSource clock;

  Ending(
      Engine engine,
      Lookout lookout,
      Trouble trouble,
      Progress progress,
      Interrupts interrupts,
      InstantSource clock) {
    this.engine = engine;
    this.lookout = lookout;
    this.trouble = trouble;
    this.progress = progress;
    this.interrupts = interrupts;
    this.clock = clock;
  }

  /** True when no instance is left. Throws nothing: what goes wrong is told. */
  boolean run() {
    if (!trouble.any()) {
      boolean[] empty = {false};
      if (trouble.guard(() -> empty[0] = awaitEmpty(PATIENCE))) {
        return empty[0] || nameThoseLeft();
      }
    }
    trouble.guard(() -> engine.cancelAll(WHY));
    return emptied(PATIENCE_IN_TROUBLE) || byForce() || nameThoseLeft();
  }

  private boolean byForce() {
    trouble.guard(() -> engine.killInstances(WHY));
    return emptied(PATIENCE_IN_A_HURRY);
  }

  private boolean emptied(Duration patience) {
    boolean[] empty = {false};
    return trouble.guard(() -> empty[0] = awaitEmpty(patience)) && empty[0];
  }

  private boolean nameThoseLeft() {
    trouble.guard(
        () -> {
          List<String> left = engine.instancesLeft();
          if (!left.isEmpty()) {
            progress.note("error: still there: " + String.join(", ", left));
          }
        });
    return false;
  }

  private boolean awaitEmpty(Duration patience) throws EngineException, InterruptedException {
    Instant deadline = clock.instant().plus(patience);
    boolean hurrying = false;
    while (!engine.drain(TICK)) {
      // In trouble only what must be done is done: showing may be what went wrong.
      if (!trouble.any()) {
        lookout.look();
      }
      if (interrupts.hurry() && !hurrying) {
        hurrying = true;
        progress.note("hurrying: destroying instances with what runs there");
        engine.killInstances("stopped by a signal, in a hurry");
        deadline = clock.instant().plus(PATIENCE_IN_A_HURRY);
      }
      if (clock.instant().isAfter(deadline)) {
        return false;
      }
    }
    return true;
  }
}
