package io.dispatchcloud.server.store;

import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.queue.jdbc.JdbcController;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A store that is being opened in a thread of its own, so that nobody has to wait for it: what
 * comes too late is closed. For one thread.
 */
public final class Opening implements AutoCloseable {
  private final CompletableFuture<JdbcController> opened = new CompletableFuture<>();
  private boolean handedOut;
  private boolean closed;

  Opening(Callable<JdbcController> opener) {
    Thread thread = new Thread(() -> open(opener), "dispatch-open");
    thread.setDaemon(true);
    thread.start();
  }

  private void open(Callable<JdbcController> opener) {
    try {
      deliver(opener.call());
    } catch (Exception | Error e) {
      opened.completeExceptionally(e);
    }
  }

  private synchronized void deliver(JdbcController store) {
    if (closed) {
      store.close();
    } else {
      opened.complete(store);
    }
  }

  /**
   * Waits for it.
   *
   * @param atMost how long
   * @return the store, which is the caller's to close; empty if it is not open yet
   * @throws ControllerException if it can't be opened
   * @throws IllegalArgumentException if there can be no such store
   * @throws InterruptedException if the thread is interrupted
   */
  public Optional<JdbcController> await(Duration atMost)
      throws ControllerException, InterruptedException {
    try {
      JdbcController store = opened.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      handedOut = true;
      return Optional.of(store);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ControllerException known) {
        throw known;
      }
      if (e.getCause() instanceof IllegalArgumentException known) {
        throw known;
      }
      throw new IllegalStateException("a bug: opening the store fails", e.getCause());
    }
  }

  /** Nobody waits any more: a store that was not handed out is closed as soon as it is open. */
  @Override
  public synchronized void close() {
    if (closed || handedOut) {
      return;
    }
    closed = true;
    if (opened.isDone() && !opened.isCompletedExceptionally()) {
      opened.join().close();
    }
  }
}
