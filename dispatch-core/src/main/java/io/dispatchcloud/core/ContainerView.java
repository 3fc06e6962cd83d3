package io.dispatchcloud.core;

import io.dispatchcloud.api.container.Container;
import java.time.Instant;
import java.util.Objects;

/**
 * A container in the dispatcher's view, with why it is where it is.
 *
 * @param container as it was last known
 * @param status why it is where it is
 * @param firstSeenAt when this dispatcher first saw it
 */
public record ContainerView(Container container, ContainerStatus status, Instant firstSeenAt) {
  public ContainerView {
    Objects.requireNonNull(container, "container");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(firstSeenAt, "firstSeenAt");
  }
}
