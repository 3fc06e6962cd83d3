package io.dispatchcloud.test.stub;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * That a container's process ran: what did happen, whoever knows of it.
 *
 * @param attempt of what
 * @param instance on which VM
 * @param startedAt when its process began
 * @param endedAt when its process ended; null while it runs
 */
public record StubRun(
    Attempt attempt, InstanceId instance, Instant startedAt, @Nullable Instant endedAt) {
  public StubRun {
    Objects.requireNonNull(attempt, "attempt");
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(startedAt, "startedAt");
  }

  /** Whether both are of one container, and there was a time at which both ran. */
  boolean overlaps(StubRun other) {
    return attempt.container().equals(other.attempt.container())
        && (endedAt == null || other.startedAt.isBefore(endedAt))
        && (other.endedAt == null || startedAt.isBefore(other.endedAt));
  }
}
