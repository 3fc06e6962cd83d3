package io.dispatchcloud.server.run;

import io.dispatchcloud.server.show.Progress;
import io.dispatchcloud.server.show.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/** Shows how far the engine is, and names each container that failed. For one thread. */
final class Lookout {
  private final Engine engine;
  private final Progress progress;
  private final Interrupts interrupts;
  private final InstantSource clock;
  private final Instant begun;
  private final Set<String> told = new HashSet<>();

  Lookout(Engine engine, Progress progress, Interrupts interrupts, InstantSource clock) {
    this.engine = engine;
    this.progress = progress;
    this.interrupts = interrupts;
    this.clock = clock;
    this.begun = clock.instant();
  }

  Duration elapsed() {
    return Duration.between(begun, clock.instant());
  }

  void look() {
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
}
