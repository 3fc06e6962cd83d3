package io.dispatchcloud.server.http;

import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.Management;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reaches the dispatcher that is there, and tells a client why it can't. Thread-safe. */
final class Calls {
  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

  // Each may wait a minute for a dispatcher that hangs; the others are to be answered meanwhile.
  private static final int MOST_WAITING = 24;

  private final Supplier<Optional<Management>> current;
  private final Semaphore waiting = new Semaphore(MOST_WAITING);

  Calls(Supplier<Optional<Management>> current) {
    this.current = current;
  }

  Management management() throws ProblemException {
    return current
        .get()
        .orElseThrow(
            () ->
                Problem.notActive(
                        "this process has no dispatcher just now: it has lost the lease, or could"
                            + " not start; it tries again by itself, see its log")
                    .exception());
  }

  DispatcherSnapshot snapshot() throws ProblemException {
    return management().snapshot();
  }

  /** Asks what needs the dispatcher's own thread. */
  <T> T ask(Function<Management, T> question) throws ProblemException {
    Management management = management();
    if (!waiting.tryAcquire()) {
      throw Problem.busy(
              MOST_WAITING + " requests wait for the dispatcher already; ask again later")
          .exception();
    }
    try {
      return question.apply(management);
    } catch (IllegalStateException e) {
      LOG.atDebug().setCause(e).log("The dispatcher could not be asked");
      throw Problem.notActive(
              "the dispatcher is "
                  + Json.word(management.snapshot().state())
                  + " and takes no question that needs its own thread; ask the active one, or again"
                  + " later")
          .exception();
    } finally {
      waiting.release();
    }
  }
}
