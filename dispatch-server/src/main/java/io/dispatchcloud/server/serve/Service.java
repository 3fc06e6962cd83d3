package io.dispatchcloud.server.serve;

import io.dispatchcloud.core.DispatcherException;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.server.events.EventLog;
import io.dispatchcloud.server.http.ManagementDesk;
import io.dispatchcloud.server.job.JobFile;
import io.dispatchcloud.server.run.Interrupts;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dispatches for as long as nobody stops it: as standby while another one leads, and again as
 * standby when the lease was lost. For one use.
 */
public final class Service {
  static final Duration TICK = Duration.ofMillis(250);
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int SOMETHING_FAILED = 1;

  private final JobFile job;
  private final JdbcController store;
  private final boolean drains;
  private final Interrupts interrupts;
  private final ManagementDesk desk;
  private final EventLog events;
  private final CountDownLatch never = new CountDownLatch(1);
  private boolean hasLed;

  /**
   * Made for one service.
   *
   * @param job how to dispatch
   * @param store the containers
   * @param drains whether it ends its instances before it stops
   * @param interrupts tells when to stop
   * @param desk shows each dispatcher to those who manage it
   * @param events gets all that they do
   */
  public Service(
      JobFile job,
      JdbcController store,
      boolean drains,
      Interrupts interrupts,
      ManagementDesk desk,
      EventLog events) {
    this.job = job;
    this.store = store;
    this.drains = drains;
    this.interrupts = interrupts;
    this.desk = desk;
    this.events = events;
  }

  /**
   * Serves until it is asked to stop.
   *
   * @return the exit status: 0 if it stopped because it was asked to
   * @throws IllegalArgumentException if the settings don't go together
   * @throws InterruptedException if the thread is interrupted
   */
  public int run() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (!interrupts.any()) {
      Reign reign = new Reign(job, store, drains, interrupts, desk, events);
      try {
        reign.run();
      } catch (DispatcherException e) {
        if (!hasLed && !reign.mayPass(e)) {
          LOG.atError().setCause(e).log("giving up");
          return SOMETHING_FAILED;
        }
        LOG.atWarn().addKeyValue("pause", pause).setCause(e).log("could not start; trying again");
      }
      if (reign.led()) {
        hasLed = true;
        pause = FIRST_PAUSE;
      }
      waitAbout(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
    LOG.info("stopped");
    return 0;
  }

  private void waitAbout(Duration pause) throws InterruptedException {
    for (long i = pause.dividedBy(TICK); i > 0 && !interrupts.any(); i--) {
      if (never.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }
}
