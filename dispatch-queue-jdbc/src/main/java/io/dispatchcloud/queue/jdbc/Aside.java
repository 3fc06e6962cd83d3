package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.queue.ControllerException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Does work in threads of its own that are left behind where they hang. For H2's shared files
 * alone: when the process that serves a file is stopped, whoever asks it hangs in a place that has
 * no limit, nor a way to interrupt it. No more threads hang than there are connections.
 * Thread-safe.
 */
final class Aside implements AutoCloseable {
  private final Duration limit;
  private final Supplier<String> whyItHangs;
  private final AtomicInteger hanging = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread made = new Thread(work, "dispatch-jdbc-h2");
            made.setDaemon(true);
            return made;
          });

  /**
   * Made for one store.
   *
   * @param limit how long work may take
   * @param whyItHangs what is said when it takes longer, for people
   */
  Aside(Duration limit, Supplier<String> whyItHangs) {
    this.limit = limit;
    this.whyItHangs = whyItHangs;
  }

  /**
   * Does it; what takes too long fails as a connection that broke, and may be done all the same.
   */
  <T> T run(Callable<T> work) throws SQLException, ControllerException {
    CompletableFuture<T> done = new CompletableFuture<>();
    try {
      threads.execute(() -> complete(done, work));
      return done.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      hanging.incrementAndGet();
      done.whenComplete((result, failure) -> hanging.decrementAndGet());
      throw noAnswer(e);
    } catch (RejectedExecutionException e) {
      throw new SQLException("the store was closed", SqlTrouble.CLOSED, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControllerException("interrupted while the database was asked", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLTransientConnectionException && hanging.get() > 0) {
        // Those that were left behind have the connections.
        throw noAnswer(e.getCause());
      }
      throw told(e.getCause());
    }
  }

  private static <T> void complete(CompletableFuture<T> done, Callable<T> work) {
    try {
      done.complete(work.call());
    } catch (Exception | Error e) {
      done.completeExceptionally(e);
    }
  }

  private SQLException noAnswer(Throwable cause) {
    return new SQLException(
        "no answer within " + limit.toSeconds() + "s; " + whyItHangs.get(), "08006", cause);
  }

  private static ControllerException told(Throwable cause) throws SQLException {
    if (cause instanceof SQLException known) {
      throw known;
    }
    if (cause instanceof ControllerException known) {
      return known;
    }
    if (cause instanceof RuntimeException known) {
      throw known;
    }
    throw new IllegalStateException("an error while the database was asked", cause);
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
