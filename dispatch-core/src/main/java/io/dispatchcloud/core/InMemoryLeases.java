package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.queue.FencedException;
import io.dispatchcloud.api.queue.Lease;
import io.dispatchcloud.api.queue.Owner;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who is active for each instance set of an {@link InMemoryController} (QUEUE-7). Whoever holds its
 * lock may use it.
 */
final class InMemoryLeases {
  private static final Duration LEASE = Duration.ofSeconds(8);

  private final InstantSource clock;
  private final Map<InstanceSetId, Holding> holdings = new LinkedHashMap<>();

  private record Holding(long fence, Instant end) {}

  InMemoryLeases(InstantSource clock) {
    this.clock = clock;
  }

  Optional<Lease> acquire(InstanceSetId instanceSetId) {
    Instant now = clock.instant();
    Holding held = holdings.get(instanceSetId);
    if (held != null && held.end().isAfter(now)) {
      return Optional.empty();
    }
    long fence = held == null ? 1 : held.fence() + 1;
    holdings.put(instanceSetId, new Holding(fence, now.plus(LEASE)));
    return Optional.of(new Lease(new Owner(instanceSetId, fence), LEASE));
  }

  Lease renew(Owner owner) throws FencedException {
    requireActive(owner);
    holdings.put(owner.instanceSetId(), new Holding(owner.fence(), clock.instant().plus(LEASE)));
    return new Lease(owner, LEASE);
  }

  void release(Owner owner) {
    Holding held = holdings.get(owner.instanceSetId());
    if (held != null && held.fence() == owner.fence()) {
      holdings.put(owner.instanceSetId(), new Holding(owner.fence(), clock.instant()));
    }
  }

  void requireActive(Owner owner) throws FencedException {
    Holding held = holdings.get(owner.instanceSetId());
    // A lease that ran out is good until somebody takes it over: nobody else writes meanwhile.
    if (held == null || held.fence() != owner.fence()) {
      throw new FencedException(
          owner + " is not the active dispatcher" + (held == null ? "" : ": " + held));
    }
  }
}
