package io.dispatchcloud.queue.arvados;

import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;

/** Tells of each container that can't be read once, not at each look. Thread-safe. */
final class Unreadable {
  private static final int REMEMBERED = 10_000;

  private final System.Logger logger;
  private final Set<String> told = new HashSet<>();

  Unreadable(System.Logger logger) {
    this.logger = logger;
  }

  /** It waits, and nobody here can run it as it wants. */
  void skipped(String uuid, BadAnswerException why) {
    if (isNews(uuid)) {
      logger.log(
          Level.WARNING,
          "A queued container can''t be read, and is left alone: container={0} reason=\"{1}\"",
          uuid,
          why.getMessage());
    }
  }

  /** It was started, or has ended: it is not gone. */
  void inPart(String uuid, BadAnswerException why) {
    if (isNews(uuid)) {
      logger.log(
          Level.WARNING,
          "A container can''t be read in whole, and goes on as far as it is known: container={0}"
              + " reason=\"{1}\"",
          uuid,
          why.getMessage());
    }
  }

  /** It is there, and nobody knows how it stands: nothing is done about it. */
  void notAtAll(String uuid, BadAnswerException why) {
    if (isNews(uuid)) {
      logger.log(
          Level.WARNING,
          "A container can''t be read at all, and is left as it is until it can be: container={0}"
              + " reason=\"{1}\"",
          uuid,
          why.getMessage());
    }
  }

  private synchronized boolean isNews(String uuid) {
    if (told.size() >= REMEMBERED) {
      told.clear();
    }
    return told.add(uuid);
  }
}
