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
import org.jspecify.annotations.Nullable;

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

  /** Something that is done there. */
  private final class Task<T> implements Runnable {
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private final Callable<T> work;
    private boolean left;

    Task(Callable<T> work) {
      this.work = work;
    }

    @Override
    public void run() {
      try {
        done.complete(work.call());
      } catch (Exception | Error e) {
        done.completeExceptionally(e);
      } finally {
        ended();
      }
    }

    private synchronized void ended() {
      if (left) {
        hanging.decrementAndGet();
      }
    }

    private synchronized void leave() {
      if (!done.isDone()) {
        left = true;
        hanging.incrementAndGet();
      }
    }
  }

  /** Does it; what takes too long fails like a broken connection, and may be done all the same. */
  <T> T run(Callable<T> work) throws SQLException, ControllerException {
    Task<T> task = new Task<>(work);
    try {
      threads.execute(task);
      return task.done.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      task.leave();
      throw noAnswer(e);
    } catch (RejectedExecutionException e) {
      throw new SQLException("the store was closed", SqlTrouble.CLOSED, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControllerException("interrupted while the database was asked", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLTransientConnectionException && hanging.get() > 0) {
        // Those that were left behind have the connections.
        throw noAnswer(e);
      }
      throw told(e.getCause());
    }
  }

  private SQLException noAnswer(Throwable cause) {
    return new SQLException(
        "no answer within " + limit.toSeconds() + "s; " + whyItHangs.get(), "08006", cause);
  }

  private static ControllerException told(@Nullable Throwable cause) throws SQLException {
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
