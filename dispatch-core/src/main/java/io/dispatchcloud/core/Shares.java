package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ContainerQueue;
import io.dispatchcloud.core.cost.Share;
import io.dispatchcloud.core.sizing.Sizer;
import org.jspecify.annotations.Nullable;

/** Tells containers' dominant shares of instances, for their part of the cost. */
final class Shares {
  private final ContainerQueue queue;
  private final Sizer sizer;

  Shares(ContainerQueue queue, Sizer sizer) {
    this.queue = queue;
    this.sizer = sizer;
  }

  Share of(ContainerId id, @Nullable InstanceType type) {
    return queue.get(id).map(entry -> of(entry.container(), type)).orElse(Share.UNKNOWN);
  }

  private Share of(Container container, @Nullable InstanceType type) {
    double share =
        type == null ? 0 : Sizer.resources(type).dominantShare(sizer.resources(container.needs()));
    return Share.of(share, container.labels());
  }
}
