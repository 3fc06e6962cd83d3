package io.dispatchcloud.server.store;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.core.DispatchListener;
import io.dispatchcloud.queue.jdbc.JdbcController;
import java.math.BigDecimal;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the store keep what each attempt cost, as far as the dispatcher says it. On a thread of its
 * own: listeners may not wait. Thread-safe.
 */
public final class CostKeeper implements DispatchListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CostKeeper.class);
  private static final long PATIENCE_SECONDS = 10;

  private final JdbcController store;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread made = new Thread(work, "dispatch-costs");
            made.setDaemon(true);
            return made;
          });

  /**
   * Begins.
   *
   * @param store where costs are kept
   */
  public CostKeeper(JdbcController store) {
    this.store = store;
  }

  @Override
  public void onEvent(DispatchEvent event) {
    BigDecimal cost = event.cost();
    if (event.kind() != DispatchEvent.Kind.CONTAINER_EXITED || cost == null) {
      return;
    }
    Attempt attempt = new Attempt(new ContainerId(event.container()), event.attempt());
    try {
      thread.execute(() -> keep(attempt, cost));
    } catch (RejectedExecutionException e) {
      LOG.debug("closing: the cost of {} is not kept", attempt);
    }
  }

  private void keep(Attempt attempt, BigDecimal cost) {
    try {
      store.recordCost(attempt, cost);
    } catch (ControllerException e) {
      LOG.atWarn()
          .addKeyValue("attempt", attempt)
          .addKeyValue("cost", cost)
          .setCause(e)
          .log("what an attempt cost could not be kept");
    }
  }

  /** Waits some seconds for what is under way. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
