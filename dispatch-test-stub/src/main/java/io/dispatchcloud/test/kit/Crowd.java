package io.dispatchcloud.test.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Sixteen threads that do something at the same moment. */
final class Crowd {
  static final int SIZE = 16;

  private Crowd() {}

  /**
   * What came of one of them.
   *
   * @param value what was returned; null if it failed
   * @param failure why it failed; null if it did not
   */
  record Outcome<T>(@Nullable T value, @Nullable Throwable failure) {
    T get() {
      if (failure != null) {
        throw new AssertionError("one of " + SIZE + " threads failed: " + failure, failure);
      }
      return Objects.requireNonNull(value);
    }
  }

  /** Has each do one thing, told by its number; all begin together. */
  static <T> List<Outcome<T>> outcomes(IntFunction<Callable<T>> work) throws InterruptedException {
    CyclicBarrier start = new CyclicBarrier(SIZE);
    ExecutorService threads = Executors.newFixedThreadPool(SIZE, Crowd::thread);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < SIZE; i++) {
        Callable<T> one = work.apply(i);
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return one.call();
                }));
      }
      List<Outcome<T>> outcomes = new ArrayList<>();
      for (Future<T> each : running) {
        outcomes.add(outcome(each));
      }
      return outcomes;
    } finally {
      threads.shutdownNow();
    }
  }

  /** The same where all must succeed. */
  static <T> List<T> all(IntFunction<Callable<T>> work) throws InterruptedException {
    return outcomes(work).stream().map(Outcome::get).toList();
  }

  private static <T> Outcome<T> outcome(Future<T> future) throws InterruptedException {
    try {
      return new Outcome<>(future.get(), null);
    } catch (ExecutionException e) {
      return new Outcome<>(null, e.getCause());
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = Executors.defaultThreadFactory().newThread(task);
    thread.setName("dispatch-kit-crowd");
    thread.setDaemon(true);
    return thread;
  }
}
