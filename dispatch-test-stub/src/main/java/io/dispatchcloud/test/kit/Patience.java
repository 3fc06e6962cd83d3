package io.dispatchcloud.test.kit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * How long what is eventually consistent may take. Asks again and again; a timer that ends the
 * pauses tells when it is enough, so that no clock is needed.
 */
final class Patience {
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private final Duration atMost;
  private final Duration pause;

  Patience(Duration atMost) {
    this.atMost = atMost;
    // Fakes answer at once; a cloud with minutes of patience should not be asked too often.
    Duration share = atMost.dividedBy(3_000);
    this.pause = share.compareTo(Duration.ofMillis(5)) < 0 ? Duration.ofMillis(5) : share;
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = Executors.defaultThreadFactory().newThread(task);
              thread.setName("dispatch-kit-timer");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /** Does something when it is too late, unless what is returned is cancelled before. */
  ScheduledFuture<?> tooLate(Runnable what) {
    return TIMER.schedule(what, atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Asks until the answer is right; fails with the last one. */
  <T> T until(String what, Callable<T> ask, Predicate<? super T> right) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    ScheduledFuture<?> alarm = tooLate(over::countDown);
    try {
      while (true) {
        T answer = ask.call();
        if (right.test(answer)) {
          return answer;
        }
        if (over.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
          throw new AssertionError(
              "within " + atMost + ", expected: " + what + "; at last there was: " + answer);
        }
      }
    } finally {
      alarm.cancel(false);
    }
  }
}
