package io.dispatchcloud.server.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Has dear questions asked one at a time, each after a pause as long as the one before took, or a
 * second: so where one takes up to a second they have half of a dispatcher's thread at the most.
 * Thread-safe.
 */
final class Turns {
  private static final int MOST_WAITING = 12;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);
  // One that waited for a dispatcher that hangs says nothing about how dear the next one is.
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

  /** Lets time pass. */
  @FunctionalInterface
  interface Pause {
    /** Returns after so many nanoseconds. */
    void pass(long nanoseconds) throws InterruptedException;
  }

  /** Something to ask. */
  @FunctionalInterface
  interface Question<T> {
    /** Asks it. */
    T ask() throws ProblemException;
  }

  private final LongSupplier nanoseconds;
  private final Pause pause;
  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private final ReentrantLock turn = new ReentrantLock(true);
  private long free;

  Turns(LongSupplier nanoseconds) {
    this(nanoseconds, TimeUnit.NANOSECONDS::sleep);
  }

  Turns(LongSupplier nanoseconds, Pause pause) {
    this.nanoseconds = nanoseconds;
    this.pause = pause;
    this.free = nanoseconds.getAsLong();
  }

  /**
   * Waits for a turn, and asks.
   *
   * @throws ProblemException if that takes too long, or the question's own
   */
  <T> T ask(Question<T> question) throws ProblemException {
    if (!waiting.tryAcquire()) {
      throw busy();
    }
    try {
      if (!turn.tryLock(PATIENCE, TimeUnit.NANOSECONDS)) {
        throw busy();
      }
      try {
        return asked(question);
      } finally {
        turn.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    } finally {
      waiting.release();
    }
  }

  /** How many have a turn or wait for one. */
  int waiting() {
    return MOST_WAITING - waiting.availablePermits();
  }

  private <T> T asked(Question<T> question) throws ProblemException, InterruptedException {
    long left = free - nanoseconds.getAsLong();
    if (left > 0) {
      pause.pass(left);
    }
    long began = nanoseconds.getAsLong();
    try {
      return question.ask();
    } finally {
      long ended = nanoseconds.getAsLong();
      free = ended + Math.min(LONGEST_PAUSE, ended - began);
    }
  }

  private static ProblemException busy() {
    return Problem.busy(
            "too many ask for what takes the dispatcher long, explanations and costs; ask again"
                + " later")
        .exception();
  }
}
