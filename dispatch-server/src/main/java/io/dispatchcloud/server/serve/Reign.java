package io.dispatchcloud.server.serve;

import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.core.Dispatcher;
import io.dispatchcloud.core.DispatcherException;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.NoAnswerException;
import io.dispatchcloud.core.NotActiveException;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.server.events.EventLog;
import io.dispatchcloud.server.http.CurrentManagement;
import io.dispatchcloud.server.http.ManagementDesk;
import io.dispatchcloud.server.job.JobFile;
import io.dispatchcloud.server.run.Interrupts;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One dispatcher, from its start until it is stopped or loses its lease. For one use. */
final class Reign {
  private static final Logger LOG = LoggerFactory.getLogger(Reign.class);

  private final JobFile job;
  private final Dispatcher dispatcher;
  private final boolean drains;
  private final Interrupts interrupts;
  private final CurrentManagement current;
  private final EventLog events;
  private final CountDownLatch never = new CountDownLatch(1);
  private boolean led;

  Reign(
      JobFile job,
      JdbcController store,
      boolean drains,
      Interrupts interrupts,
      ManagementDesk desk,
      EventLog events) {
    this.job = job;
    this.drains = drains;
    this.interrupts = interrupts;
    this.current = desk.current();
    this.events = events;
    dispatcher =
        Dispatcher.builder(job.config())
            .driver(job.driver(), job.driverParameters())
            .controller(store)
            .meters(desk.meters())
            .build();
  }

  /** Whether it was the active dispatcher. */
  boolean led() {
    return led;
  }

  /** Whether a failed start has a cause that may pass: the store, or a predecessor's remains. */
  boolean mayPass(DispatcherException e) {
    return e.getCause() instanceof ControllerException
        || String.valueOf(e.getMessage()).contains("is open in another process");
  }

  /** Leads as soon as nobody else does; ends when asked to, or when the lease is lost. */
  void run() throws DispatcherException, InterruptedException {
    current.set(dispatcher);
    EventLog.Recording recording = events.record(job.config().instanceSetId().value(), dispatcher);
    try {
      if (!start()) {
        return;
      }
      led = true;
      LOG.atInfo()
          .addKeyValue("instanceSet", job.config().instanceSetId())
          .log("this is the active dispatcher now");
      while (!interrupts.any() && dispatcher.state() == DispatcherState.ACTIVE) {
        if (never.await(Service.TICK.toMillis(), TimeUnit.MILLISECONDS)) {
          break;
        }
      }
      if (!interrupts.any()) {
        LOG.atWarn()
            .addKeyValue("state", dispatcher.state())
            .log("not the active dispatcher any more; standing by");
      } else if (drains) {
        drain();
      } else {
        LOG.info("stopping: instances and what runs there stay as they are");
      }
    } finally {
      current.clear();
      recording.settle();
      dispatcher.close();
      recording.close();
    }
  }

  /** Waits until it leads; false if it was asked to stop before. */
  private boolean start() throws DispatcherException, InterruptedException {
    ExecutorService thread = Executors.newSingleThreadExecutor(Reign::thread);
    try {
      Future<?> started =
          thread.submit(
              () -> {
                dispatcher.start();
                return null;
              });
      while (!interrupts.any()) {
        try {
          started.get(Service.TICK.toMillis(), TimeUnit.MILLISECONDS);
          return true;
        } catch (TimeoutException e) {
          LOG.trace("not active yet");
        }
      }
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DispatcherException known) {
        throw known;
      }
      throw new IllegalStateException("a bug in the dispatcher: it does not start", e);
    } finally {
      // Whoever waits there is woken by closing the dispatcher.
      thread.shutdown();
    }
  }

  private static Thread thread(Runnable work) {
    Thread made = new Thread(work, "dispatch-start");
    made.setDaemon(true);
    return made;
  }

  private void drain() throws InterruptedException {
    LOG.info("draining: what runs may end, and instances are shut down; once more to stop at once");
    try {
      while (!drained()) {
        if (interrupts.hurry()) {
          LOG.info("stopping: instances and what runs there stay as they are");
          return;
        }
      }
      LOG.info("no instance is left");
    } catch (NotActiveException e) {
      LOG.atWarn().setCause(e).log("not the active dispatcher any more: draining ends");
    }
  }

  private boolean drained() throws InterruptedException {
    try {
      return dispatcher.drain(Service.TICK);
    } catch (NoAnswerException e) {
      LOG.atWarn().setCause(e).log("the dispatcher is slow to answer: still draining");
      return false;
    }
  }
}
