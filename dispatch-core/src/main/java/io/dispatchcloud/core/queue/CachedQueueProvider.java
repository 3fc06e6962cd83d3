package io.dispatchcloud.core.queue;

import com.google.auto.service.AutoService;
import io.dispatchcloud.api.queue.ContainerQueue;
import io.dispatchcloud.api.queue.ContainerQueueProvider;
import io.dispatchcloud.api.queue.QueueContext;

/** Makes the queue that keeps a cached view. Thread-safe. */
@AutoService(ContainerQueueProvider.class)
public final class CachedQueueProvider implements ContainerQueueProvider {
  /** For the service loader. */
  public CachedQueueProvider() {}

  @Override
  public String name() {
    return "cached";
  }

  @Override
  public ContainerQueue open(QueueContext context) {
    return new CachedQueue(context);
  }
}
