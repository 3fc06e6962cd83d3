package io.dispatchcloud.server.simulate;

import io.dispatchcloud.server.run.Interrupts;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Does something long on a thread of its own, so that a signal need not wait for it. */
final class Watched {
  private static final long LOOK_EVERY_MILLIS = 100;

  private Watched() {}

  /**
   * Does it, and waits.
   *
   * @param interrupts tells when to wait no more
   * @param look called now and then meanwhile
   * @param work what to do; goes on behind our back when it is not waited for
   * @param <T> what it gives
   * @return what it gave; empty if there was a signal
   * @throws InterruptedException if this thread was interrupted
   */
  public static <T> Optional<T> await(Interrupts interrupts, Runnable look, Callable<T> work)
      throws InterruptedException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "simulate");
    thread.setDaemon(true);
    thread.start();
    while (!interrupts.any()) {
      try {
        return Optional.of(task.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS));
      } catch (TimeoutException e) {
        look.run();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new IllegalStateException(String.valueOf(e.getCause()), e.getCause());
      }
    }
    return Optional.empty();
  }
}
