package io.dispatchcloud.core;

import io.dispatchcloud.core.loop.Loop;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Has the history look at what is published, off the loop: once a second, or a tenth of the time
 * where the queue is so long that a look takes long. Belongs to the loop.
 */
final class Historian {
  private static final Duration AT_MOST_EVERY = Duration.ofSeconds(1);
  private static final int PART_OF_TIME = 10;

  private final DecisionHistory history;
  private @Nullable DispatcherSnapshot newest;
  private Instant nextLook = Instant.MIN;
  private boolean looking;
  private boolean waiting;

  Historian(DecisionHistory history) {
    this.history = history;
  }

  void published(Loop loop, DispatcherSnapshot snapshot) {
    newest = snapshot;
    if (looking || waiting) {
      return;
    }
    Duration wait = Duration.between(loop.instant(), later(nextLook, loop.instant()));
    waiting = true;
    loop.after(wait, () -> look(loop));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private void look(Loop loop) {
    waiting = false;
    DispatcherSnapshot next = newest;
    if (next == null) {
      return;
    }
    newest = null;
    looking = true;
    Instant began = loop.instant();
    loop.<Boolean>offload(
        "keep decisions",
        () -> {
          history.look(next);
          return true;
        },
        done -> looked(loop, began));
  }

  private void looked(Loop loop, Instant began) {
    looking = false;
    Duration took = Duration.between(began, loop.instant());
    Duration pause = took.multipliedBy(PART_OF_TIME);
    nextLook = loop.instant().plus(pause.compareTo(AT_MOST_EVERY) > 0 ? pause : AT_MOST_EVERY);
    if (newest != null) {
      published(loop, newest);
    }
  }
}
