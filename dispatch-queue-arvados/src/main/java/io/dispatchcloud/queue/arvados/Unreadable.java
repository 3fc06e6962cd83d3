package io.dispatchcloud.queue.arvados;

import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;

/** Tells of each queued container that can't be read once, not at each look. Thread-safe. */
final class Unreadable {
  private static final int REMEMBERED = 10_000;

  private final System.Logger logger;
  private final Set<String> told = new HashSet<>();

  Unreadable(System.Logger logger) {
    this.logger = logger;
  }

  synchronized void skipped(String uuid, BadAnswerException why) {
    if (told.size() >= REMEMBERED) {
      told.clear();
    }
    if (told.add(uuid)) {
      logger.log(
          Level.WARNING,
          "A queued container can''t be read, and is left alone: container={0} reason=\"{1}\"",
          uuid,
          why.getMessage());
    }
  }
}
