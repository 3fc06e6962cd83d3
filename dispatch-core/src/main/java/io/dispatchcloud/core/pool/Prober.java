package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.core.BootOutcome;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.loop.NotBegunException;
import io.dispatchcloud.core.loop.Outcome;
import io.dispatchcloud.core.runner.Errands;
import io.dispatchcloud.core.runner.RunnerListing;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Probes every worker at its pace, one probe at a time each (POOL-11 to POOL-16). */
final class Prober {
  private static final Logger LOG = LoggerFactory.getLogger(Prober.class);
  // Spreads probes that would otherwise fall together.
  private static final double JITTER = 0.1;

  private final PoolState state;
  private final Runs runs;
  private final Watch watch;
  private final ProbeQueue queue;

  Prober(PoolState state, Runs runs, Watch watch) {
    this.state = state;
    this.runs = runs;
    this.watch = watch;
    this.queue = new ProbeQueue(state.loop, state.settings.maxProbesPerSecond(), this::turn);
  }

  /** Begins to probe a worker. Many found at once are spread over an interval. */
  void begin(Worker worker) {
    boolean alone = worker.state == WorkerState.BOOTING || state.workers.size() <= 10;
    Duration first =
        alone
            ? Duration.ZERO
            : state.probeInterval().multipliedBy(state.loop.random().nextInt(1000)).dividedBy(1000);
    schedule(worker, first);
  }

  /** Probes a worker as soon as possible. */
  void soon(Worker worker) {
    if (worker.probing) {
      // The one under way may have begun too early to see it.
      worker.probeAgain = true;
    } else if (!worker.inProbeQueue) {
      schedule(worker, Duration.ZERO);
    }
  }

  private void schedule(Worker worker, Duration delay) {
    if (worker.nextProbe != null) {
      worker.nextProbe.cancel();
    }
    worker.nextProbe = state.loop.after(delay, () -> due(worker));
  }

  private void due(Worker worker) {
    if (worker.probing || worker.inProbeQueue || state.stopped || !state.isThere(worker)) {
      return;
    }
    if (needsNone(worker)) {
      schedule(worker, state.probeInterval());
    } else {
      queue.add(worker);
    }
  }

  private static boolean needsNone(Worker worker) {
    return worker.state == WorkerState.SHUTDOWN && !worker.hasWork();
  }

  /** A worker's turn has come: false if it is not to be probed any more. */
  private boolean turn(Worker worker) {
    if (state.stopped || !state.isThere(worker)) {
      return false;
    }
    if (needsNone(worker)) {
      schedule(worker, state.probeInterval());
      return false;
    }
    start(worker);
    return true;
  }

  private void start(Worker worker) {
    worker.probing = true;
    Instant began = state.now();
    long tick = state.tick();
    boolean ask =
        worker.state == WorkerState.UNKNOWN
            || worker.state == WorkerState.SHUTDOWN
            || worker.hasWork();
    Probe probe = new Probe(worker.booted, worker.deployed, ask, errands(worker));
    String bootProbe = state.settings.host().bootProbeCommand();
    state.loop.offload(
        "probe " + worker.id,
        () -> probe.look(worker.runner(), bootProbe),
        outcome -> ended(worker, began, tick, ask, outcome));
  }

  private Errands errands(Worker worker) {
    // Of one whose type is not configured any more nobody knows: asking does no harm.
    boolean mayBeTaken = worker.type == null || worker.type.preemptible();
    return new Errands(
        wholeSeconds(state.settings.leaseTime()),
        state.settings.host().leaseCommand(),
        worker.behavior == IdleBehavior.HOLD,
        mayBeTaken ? state.settings.host().noticeCommand() : "");
  }

  private static Duration wholeSeconds(Duration time) {
    return Duration.ofSeconds(time.plusNanos(999_999_999).toSeconds());
  }

  private void ended(
      Worker worker, Instant began, long tick, boolean asked, Outcome<Probe.Report> outcome) {
    worker.probing = false;
    boolean begun =
        !(outcome instanceof Outcome.Failure<Probe.Report> failure
            && failure.error() instanceof NotBegunException);
    worker.lastProbe = begun ? began : worker.lastProbe;
    if (!state.isThere(worker)) {
      return;
    }
    double factor = 1 - JITTER + 2 * JITTER * state.loop.random().nextDouble();
    Duration next = Duration.ofNanos((long) (state.probeInterval().toNanos() * factor));
    schedule(worker, worker.probeAgain ? Duration.ZERO : next);
    worker.probeAgain = false;
    if (outcome instanceof Outcome.Success<Probe.Report> success) {
      Instant now = state.now();
      Duration took = Duration.between(began, now);
      state.meters.probed(worker, asked, took, now, success.value());
      apply(worker, began, tick, success.value());
    } else if (outcome instanceof Outcome.Failure<Probe.Report> failure
        && !(failure.error() instanceof NotBegunException)) {
      // One that was not begun tells nothing of the instance.
      silent(worker, began, String.valueOf(failure.error()), null);
    }
  }

  private void apply(Worker worker, Instant began, long tick, Probe.Report report) {
    if (report.booted() && !worker.booted) {
      worker.booted = true;
      if (worker.boot == BootOutcome.PENDING) {
        worker.boot = BootOutcome.SUCCESS;
        state.meters.bootEnded(worker, "success");
      }
      if (worker.type != null) {
        state.breaker.succeeded(worker.type);
        state.changed.run();
      }
    }
    worker.deployed = report.deployed();
    RunnerListing listing = report.listing();
    if (listing == null) {
      silent(worker, began, report.error(), report.reason());
      return;
    }
    worker.lastSilenceBegan = null;
    runs.apply(worker, listing, tick, began);
    Instant now = state.now();
    worker.lastAnswer = now;
    if (worker.booted || worker.hasWork()) {
      // What runs containers is well enough, whatever its boot probe says.
      worker.answeredAt = now;
      worker.failures = 0;
      worker.lastFailureBegan = null;
    } else {
      failed(worker, began, report.error(), null);
    }
    if (worker.state == WorkerState.UNKNOWN) {
      state.become(worker, worker.hasWork() ? WorkerState.RUNNING : WorkerState.BOOTING);
    }
    state.settle(worker, now);
    watch.begin(worker, listing.generation());
  }

  private void silent(
      Worker worker, Instant began, String error, ExecutorException.@Nullable Reason reason) {
    worker.lastSilenceBegan = began;
    failed(worker, began, error, reason);
  }

  private void failed(
      Worker worker, Instant began, String error, ExecutorException.@Nullable Reason reason) {
    worker.failures++;
    worker.lastFailureBegan = began;
    boolean refused =
        reason == ExecutorException.Reason.LOGIN_REFUSED
            || reason == ExecutorException.Reason.HOST_KEY_REFUSED;
    boolean news = !error.equals(worker.lastError);
    worker.lastError = error;
    boolean booting = !worker.state.isReady();
    if (news && (refused || !booting)) {
      tell(LOG.atWarn(), worker, error);
    } else {
      tell(LOG.atDebug(), worker, error);
    }
  }

  private static void tell(LoggingEventBuilder log, Worker worker, String error) {
    log.addKeyValue("instance", worker.id)
        .addKeyValue("state", worker.state)
        .log("Probing an instance failed: {}", error);
  }
}
