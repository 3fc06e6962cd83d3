package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.executor.ExecutorProvider;
import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.api.queue.ContainerQueueProvider;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a dispatcher is put together from.
 *
 * @param holder who it is, for people: host and process
 */
record Assembly(
    DispatcherConfig config,
    Driver driver,
    Parameters driverParameters,
    ContainerController controller,
    ContainerQueueProvider queues,
    ExecutorProvider executors,
    Secret privateKey,
    String publicKey,
    @Nullable OutputStore outputs,
    DispatchListener listener,
    PlacementPolicy placement,
    Meters meters,
    String holder) {
  /** The same, but for who is told of events. */
  Assembly withListener(DispatchListener other) {
    return new Assembly(
        config,
        driver,
        driverParameters,
        controller,
        queues,
        executors,
        privateKey,
        publicKey,
        outputs,
        other,
        placement,
        meters,
        holder);
  }
}
