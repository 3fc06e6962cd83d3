package io.dispatchcloud.core.pool;

import io.dispatchcloud.core.loop.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.function.Predicate;

/**
 * Workers whose probe is due, at a rate that never bursts: who has waited longest goes first
 * (POOL-11). One timer for all of them, so that thousands can wait. Belongs to the loop.
 */
final class ProbeQueue {
  private final Loop loop;
  private final Duration pause;
  private final Predicate<Worker> turn;
  private final ArrayDeque<Worker> waiting = new ArrayDeque<>();
  private Instant nextSlot = Instant.MIN;
  private boolean timed;

  /**
   * An empty queue.
   *
   * @param rate turns a second at the most; 0 for any number
   * @param turn is told whose turn it is; says whether it made use of it
   */
  ProbeQueue(Loop loop, int rate, Predicate<Worker> turn) {
    this.loop = loop;
    this.pause = rate == 0 ? Duration.ZERO : Duration.ofSeconds(1).dividedBy(rate);
    this.turn = turn;
  }

  /** Lets a worker wait for its turn, which may be now. */
  void add(Worker worker) {
    worker.inProbeQueue = true;
    waiting.add(worker);
    if (!timed) {
      serve();
    }
  }

  private void serve() {
    timed = false;
    Instant now = loop.instant();
    while (!waiting.isEmpty()) {
      if (nextSlot.isAfter(now)) {
        timed = true;
        loop.after(Duration.between(now, nextSlot), this::serve);
        return;
      }
      Worker worker = waiting.remove();
      worker.inProbeQueue = false;
      if (turn.test(worker)) {
        nextSlot = now.plus(pause);
      }
    }
  }
}
