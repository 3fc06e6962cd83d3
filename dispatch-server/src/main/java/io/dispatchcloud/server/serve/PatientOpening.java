package io.dispatchcloud.server.serve;

import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.queue.jdbc.UnreachableException;
import io.dispatchcloud.server.run.Interrupts;
import io.dispatchcloud.server.store.Opening;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the store, however long its database is away; what is wrong for good fails at once. For one
 * thread.
 */
public final class PatientOpening {
  private static final Logger LOG = LoggerFactory.getLogger(PatientOpening.class);
  private static final Duration SLOW = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Supplier<Opening> opener;
  private final Supplier<String> whyNotYet;
  private final Interrupts interrupts;
  private final CountDownLatch never = new CountDownLatch(1);
  private @Nullable String told;

  /**
   * Made for one store.
   *
   * @param opener begins to open it
   * @param whyNotYet says why that takes so long
   * @param interrupts tells when to stop
   */
  public PatientOpening(
      Supplier<Opening> opener, Supplier<String> whyNotYet, Interrupts interrupts) {
    this.opener = opener;
    this.whyNotYet = whyNotYet;
    this.interrupts = interrupts;
  }

  /**
   * Opens it.
   *
   * @return the store, which is the caller's to close; empty if it was asked to stop before
   * @throws ControllerException if it can't be opened, and waiting does not help
   * @throws IllegalArgumentException if there can be no such store
   * @throws InterruptedException if the thread is interrupted
   */
  public Optional<JdbcController> open() throws ControllerException, InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (!interrupts.any()) {
      try (Opening opening = opener.get()) {
        Optional<JdbcController> store = await(opening);
        if (store.isPresent()) {
          if (told != null) {
            LOG.info("the store is open");
          }
          return store;
        }
      } catch (UnreachableException e) {
        tell(String.valueOf(e.getMessage()));
      }
      for (long i = pause.dividedBy(Service.TICK); i > 0 && !interrupts.any(); i--) {
        if (never.await(Service.TICK.toMillis(), TimeUnit.MILLISECONDS)) {
          break;
        }
      }
      Duration longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }
    LOG.info("stopped; the store was not open yet");
    return Optional.empty();
  }

  /** A try that hangs is not given up: the next one would hang, too. */
  private Optional<JdbcController> await(Opening opening)
      throws ControllerException, InterruptedException {
    Duration waited = Duration.ZERO;
    while (!interrupts.any()) {
      Optional<JdbcController> store = opening.await(Service.TICK);
      if (store.isPresent()) {
        return store;
      }
      waited = waited.plus(Service.TICK);
      if (waited.compareTo(SLOW) > 0) {
        tell(whyNotYet.get());
      }
    }
    return Optional.empty();
  }

  private void tell(String why) {
    if (!why.equals(told)) {
      told = why;
      LOG.atWarn().addKeyValue("reason", why).log("the store can't be opened yet; trying on");
    }
  }
}
