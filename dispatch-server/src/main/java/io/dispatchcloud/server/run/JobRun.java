package io.dispatchcloud.server.run;

import io.dispatchcloud.server.show.Progress;
import io.dispatchcloud.server.show.Row;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/** Takes one job from its start to its end, whichever end that is. For one use. */
final class JobRun {
  private static final Duration TICK = Duration.ofMillis(250);
  // A cloud may list what it destroyed for minutes; more than this is worth a word.
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration PATIENCE_IN_A_HURRY = Duration.ofSeconds(15);

  private final Engine engine;
  private final LastStep lastStep;
  private final OutputFolder folder;
  private final Progress progress;
  private final Interrupts interrupts;
  private final InstantSource clock;
  private final Instant begun;
  private final Set<String> told = new HashSet<>();

  JobRun(
      Engine engine,
      LastStep lastStep,
      OutputFolder folder,
      Progress progress,
      Interrupts interrupts,
      InstantSource clock) {
    this.engine = engine;
    this.lastStep = lastStep;
    this.folder = folder;
    this.progress = progress;
    this.interrupts = interrupts;
    this.clock = clock;
    this.begun = clock.instant();
  }

  /** Runs the job; answers with the exit status that it deserves. */
  int run() throws EngineException, IOException, InterruptedException {
    engine.start();
    while (!interrupts.any() && !engine.awaitEnd(TICK)) {
      look();
    }
    if (interrupts.any()) {
      progress.note("stopping: ending what runs; once more to hurry");
      engine.cancelAll("stopped by a signal");
    }
    Summary.write(engine.rows(), folder.path().resolve(OutputFolder.SUMMARY));
    boolean empty = engine.drain(Duration.ZERO);
    boolean lastSucceeded = !interrupts.any() && lastStep.run(progress, interrupts);
    empty = empty || awaitEmpty();
    look();
    progress.end();
    if (interrupts.any()) {
      return interrupts.exitStatus();
    }
    boolean succeeded = engine.rows().stream().allMatch(Row::succeeded);
    return succeeded && lastSucceeded && empty ? 0 : 1;
  }

  Duration elapsed() {
    return Duration.between(begun, clock.instant());
  }

  private void look() {
    progress.show(engine.tally(elapsed()));
    for (Row row : engine.rows()) {
      if (row.failed() && !interrupts.any() && told.add(row.container())) {
        progress.note(
            row.container()
                + " failed: "
                + (row.reason().isEmpty() ? "exit status " + row.end() : row.reason()));
      }
    }
  }

  private boolean awaitEmpty() throws EngineException, InterruptedException {
    Instant deadline = clock.instant().plus(PATIENCE);
    boolean hurrying = false;
    while (!engine.drain(TICK)) {
      look();
      if (interrupts.hurry() && !hurrying) {
        hurrying = true;
        progress.note("hurrying: destroying instances with what runs there");
        engine.killInstances("stopped by a signal, in a hurry");
        deadline = clock.instant().plus(PATIENCE_IN_A_HURRY);
      }
      if (clock.instant().isAfter(deadline)) {
        progress.note("error: still there: " + String.join(", ", engine.instancesLeft()));
        return false;
      }
    }
    return true;
  }
}
