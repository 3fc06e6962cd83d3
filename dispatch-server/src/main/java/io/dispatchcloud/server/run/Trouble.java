package io.dispatchcloud.server.run;

import io.dispatchcloud.server.show.Progress;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What nobody expected: a line for people, the whole of it for the log. For one thread. */
final class Trouble {
  private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);

  private final Progress progress;
  private final Set<String> told = new HashSet<>();

  Trouble(Progress progress) {
    this.progress = progress;
  }

  /** Something that may fail in any way. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  /** Does something; true if nothing went wrong. */
  boolean guard(Step step) {
    try {
      step.run();
      return true;
    } catch (Exception | Error e) {
      tell(e);
      return false;
    }
  }

  /** Tells it, once. */
  void tell(Throwable failure) {
    String line =
        failure instanceof EngineException
            ? String.valueOf(failure.getMessage())
            : "something went wrong here (" + failure + "); see the log";
    if (told.add(line)) {
      LOG.info("something went wrong", failure);
      progress.note("error: " + line);
    }
  }

  boolean any() {
    return !told.isEmpty();
  }
}
