package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Owner;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left to do when the loop has stopped deciding.
 *
 * @param controller who gets the lease back
 * @param owner whose lease it is; null if it is lost
 * @param opened what to close, once it is there
 */
record Closing(
    ContainerController controller,
    @Nullable Owner owner,
    AtomicReference<@Nullable InstanceSet> opened) {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  /** Closes the driver and gives the lease back; blocks as long as these take. */
  void finish() {
    closeDriver();
    if (owner != null) {
      try {
        controller.release(owner);
      } catch (ControllerException e) {
        LOG.info("The lease was not given back; it runs out by itself: {}", e.getMessage());
      }
    }
  }

  /** Closes the driver if it is open by now; a second call closes one that opened in between. */
  void closeDriver() {
    InstanceSet set = opened.getAndSet(null);
    if (set != null) {
      try {
        set.close();
      } catch (RuntimeException e) {
        LOG.error("A bug in the driver: closing its instance set failed", e);
      }
    }
  }
}
