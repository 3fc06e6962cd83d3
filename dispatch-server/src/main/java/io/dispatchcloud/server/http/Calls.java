package io.dispatchcloud.server.http;

import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.Management;
import io.dispatchcloud.core.NoAnswerException;
import io.dispatchcloud.core.NotActiveException;
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

  /** What is published, also by one that stands by and knows of nothing. */
  DispatcherSnapshot published() throws ProblemException {
    return management().snapshot();
  }

  /** What the active dispatcher has published; a standby's empty queue is nobody's queue. */
  DispatcherSnapshot snapshot() throws ProblemException {
    DispatcherSnapshot snapshot = published();
    if (snapshot.state() != DispatcherState.ACTIVE) {
      throw notActive(snapshot.state()).exception();
    }
    return snapshot;
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
    } catch (NotActiveException e) {
      LOG.atDebug().setCause(e).log("The dispatcher could not be asked");
      throw notActive(management.snapshot().state()).exception();
    } catch (NoAnswerException e) {
      LOG.atWarn().setCause(e).log("The dispatcher gave no answer to a request over HTTP");
      throw Problem.noAnswer(String.valueOf(e.getMessage())).exception();
    } finally {
      waiting.release();
    }
  }

  private static Problem notActive(DispatcherState state) {
    return Problem.notActive(
        "the dispatcher "
            + (state == DispatcherState.ACTIVE
                ? "is not active any more"
                : "is not active but " + Json.word(state))
            + "; ask the active one, or again later");
  }
}
