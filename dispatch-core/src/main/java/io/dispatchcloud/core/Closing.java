package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Owner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left to do when the loop has stopped deciding.
 *
 * @param controller who gets the lease back
 * @param owner whose lease it is; null if it is lost
 * @param instances what to close; null if it was never opened
 */
record Closing(
    ContainerController controller, @Nullable Owner owner, @Nullable InstanceSet instances) {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  /** Blocks as long as the driver and the controller take. */
  void finish() {
    if (instances != null) {
      instances.close();
    }
    if (owner != null) {
      try {
        controller.release(owner);
      } catch (ControllerException e) {
        LOG.info("The lease was not given back; it runs out by itself: {}", e.getMessage());
      }
    }
  }
}
