package io.dispatchcloud.core.pool;

import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.loop.Outcome;
import io.dispatchcloud.core.runner.RunnerListing;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps one waiting list command open at each ready worker, so that starts and exits are known at
 * once and not at the next probe (POOL-24).
 */
final class Watch {
  private static final Duration AT_MOST = Duration.ofSeconds(30);
  // A runner that answers at once without anything new does not really wait.
  private static final Duration TOO_FAST = Duration.ofSeconds(1);

  private final PoolState state;
  private final Runs runs;

  Watch(PoolState state, Runs runs) {
    this.state = state;
    this.runs = runs;
  }

  /** Begins to wait for something newer than a generation; does nothing if that goes on already. */
  void begin(Worker worker, String generation) {
    if (worker.waiting
        || state.stopped
        || generation.isEmpty()
        || !worker.state.isReady()
        || !state.isThere(worker)) {
      return;
    }
    worker.waiting = true;
    Instant began = state.now();
    long tick = state.tick();
    worker.watchTick = tick;
    state.loop.offload(
        "watch " + worker.id,
        () -> worker.runner().awaitChange(AT_MOST, generation),
        outcome -> ended(worker, generation, began, tick, outcome));
  }

  private void ended(
      Worker worker, String before, Instant began, long tick, Outcome<RunnerListing> outcome) {
    worker.waiting = false;
    // A failure is left to the next probe, which finds out what is wrong and begins anew.
    if (outcome instanceof Outcome.Success<RunnerListing> success
        && state.isThere(worker)
        && worker.state != WorkerState.SHUTDOWN) {
      RunnerListing listing = success.value();
      runs.apply(worker, listing, tick, began);
      state.settle(worker);
      boolean waited = Duration.between(began, state.now()).compareTo(TOO_FAST) >= 0;
      if (waited || !listing.generation().equals(before)) {
        begin(worker, listing.generation());
      }
    }
  }
}
