package io.dispatchcloud.test.sim;

import io.dispatchcloud.core.NoAnswerException;
import io.dispatchcloud.core.NotActiveException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** What other threads want done between two events of a simulation. Thread-safe. */
final class Orders {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final Semaphore news = new Semaphore(0);
  private volatile boolean closed;

  /** Has something done on the simulation's thread, and waits a minute for what comes of it. */
  <T> T ask(Supplier<T> question) {
    return ask(question, PATIENCE);
  }

  /** Has something done on the simulation's thread, and waits so long for what comes of it. */
  <T> T ask(Supplier<T> question, Duration patience) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    waiting.add(
        () -> {
          if (answer.isDone()) {
            // Whoever asked does not wait any more, and was told that nothing is done.
            return;
          }
          try {
            answer.complete(question.get());
          } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
          }
        });
    news.release();
    if (closed) {
      answer.cancel(false);
      throw new NotActiveException("the simulation is over");
    }
    try {
      return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NotActiveException known) {
        throw known;
      }
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(String.valueOf(cause.getMessage()), e);
    } catch (TimeoutException e) {
      answer.cancel(false);
      throw new NoAnswerException("the simulation gave no answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.cancel(false);
      throw new NoAnswerException("interrupted while waiting for the simulation");
    }
  }

  /** Does what is wanted now. */
  void carryOut() {
    for (Runnable order = waiting.poll(); order != null; order = waiting.poll()) {
      order.run();
    }
  }

  /** Waits until somebody wants something, or for a time at the most. */
  void await(long nanoseconds) throws InterruptedException {
    if (news.tryAcquire(nanoseconds, TimeUnit.NANOSECONDS)) {
      news.drainPermits();
    }
  }

  /** Nothing is done any more; those that wait are told so. */
  void close() {
    closed = true;
    news.release();
  }
}
