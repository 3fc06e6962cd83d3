package io.dispatchcloud.test.sim;

import io.dispatchcloud.core.NoAnswerException;
import io.dispatchcloud.core.NotActiveException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** What other threads want done between two events of a simulation. Thread-safe. */
final class Orders {
  private static final long MINUTES = 1;

  private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final Semaphore news = new Semaphore(0);
  private volatile boolean closed;

  /** Has something done on the simulation's thread, and waits for what comes of it. */
  <T> T ask(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    waiting.add(
        () -> {
          try {
            answer.complete(question.get());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    news.release();
    if (closed) {
      throw new NotActiveException("the simulation is over");
    }
    try {
      return answer.get(MINUTES, TimeUnit.MINUTES);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NotActiveException known) {
        throw known;
      }
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(String.valueOf(cause.getMessage()), e);
    } catch (TimeoutException e) {
      throw new NoAnswerException("the simulation gave no answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
