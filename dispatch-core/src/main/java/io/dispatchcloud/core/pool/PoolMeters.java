package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.core.Metric;
import io.dispatchcloud.core.WorkerState;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;

/** Counts and times what becomes of instances and starts (section 11). Belongs to the loop. */
public final class PoolMeters {
  private final Meters meters;
  private final Consumer<Attempt> started;

  /**
   * Meters of a pool.
   *
   * @param meters where to count
   * @param started told of each attempt of this process that was started
   */
  public PoolMeters(Meters meters, Consumer<Attempt> started) {
    this.meters = meters;
    this.started = started;
  }

  /** A boot has come to something; that of an instance that others created was not watched. */
  void bootEnded(Worker worker, String outcome) {
    if (worker.createdHere) {
      Metric.BOOT_OUTCOMES.count(meters, 1, outcome);
    }
  }

  /**
   * A probe has ended.
   *
   * @param asked whether it was to ask what runs there, however far the instance had booted
   */
  void probed(Worker worker, boolean asked, Duration took, Instant now, Probe.Report report) {
    if (report.reason() == null && worker.createdHere && !worker.answeredFirst) {
      worker.answeredFirst = true;
      Metric.INSTANCES_TIME_TO_SSH.time(meters, Duration.between(worker.createdAt, now));
    }
    if (report.listing() != null) {
      Metric.INSTANCES_RUN_PROBE.time(meters, took, "success");
    } else if (asked || report.booted()) {
      Metric.INSTANCES_RUN_PROBE.time(meters, took, "failure");
    }
  }

  /** A worker is about to change its state. */
  void becomes(Worker worker, WorkerState next, Instant now) {
    if (next.isReady() && worker.createdHere && !worker.readyFirst) {
      worker.readyFirst = true;
      Metric.INSTANCES_TIME_TO_READY.time(meters, Duration.between(worker.createdAt, now));
    }
  }

  /** Listings prove that an instance is not there any more. */
  void gone(Worker worker, Instant now) {
    Metric.INSTANCES_DISAPPEARED.count(meters, 1, worker.state.name().toLowerCase(Locale.ROOT));
    if (worker.state == WorkerState.SHUTDOWN) {
      Metric.INSTANCES_TIME_TO_GONE.time(meters, Duration.between(worker.stateSince(), now));
    }
  }

  /** An attempt certainly runs, or has run. */
  void started(Run run) {
    if (run.startedHere && !run.startTold) {
      run.startTold = true;
      started.accept(run.attempt);
    }
  }
}
