package io.dispatchcloud.core;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.api.queue.QueueEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Since when containers wait: since they were submitted, or requeued after an attempt. What another
 * dispatcher requeued counts from when it was submitted: nothing tells when that was. Told on the
 * loop, asked on any thread.
 */
final class QueueTimes {
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

  private final Function<ContainerId, Optional<QueueEntry>> queue;
  private final InstantSource clock;
  private final Meters meters;
  private final Map<ContainerId, Instant> requeued = new ConcurrentHashMap<>();

  /**
   * Of a queue.
   *
   * @param queue finds a container in it
   */
  QueueTimes(
      Function<ContainerId, Optional<QueueEntry>> queue, InstantSource clock, Meters meters) {
    this.queue = queue;
    this.clock = clock;
    this.meters = meters;
  }

  /** A listener that hears of what matters here, and tells another one of everything. */
  DispatchListener before(DispatchListener next) {
    if (meters == Meters.none()) {
      return next;
    }
    return event -> {
      if (event.kind() == DispatchEvent.Kind.CONTAINER_REQUEUED) {
        requeued.put(new ContainerId(event.container()), event.at());
      }
      next.onEvent(event);
    };
  }

  /** An attempt of this process was started. */
  void started(Attempt attempt) {
    if (meters == Meters.none()) {
      return;
    }
    queue
        .apply(attempt.container())
        .ifPresent(
            entry ->
                Metric.CONTAINERS_TIME_TO_START.time(
                    meters, Duration.between(since(entry.container()), clock.instant())));
    requeued.remove(attempt.container());
  }

  /** Since when a container waits. */
  Instant since(Container container) {
    return requeued.getOrDefault(container.id(), container.createdAt());
  }

  /** Whether there is anything to keep of containers. */
  boolean any() {
    return !requeued.isEmpty();
  }

  /**
   * Forgets all that are not in a queue; those that were requeued just now may be in a newer one.
   */
  void keepOnly(Set<ContainerId> queued) {
    Instant longAgo = clock.instant().minus(FORGOTTEN_AFTER);
    requeued
        .entrySet()
        .removeIf(each -> each.getValue().isBefore(longAgo) && !queued.contains(each.getKey()));
  }
}
