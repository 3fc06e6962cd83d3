package io.dispatchcloud.queue.arvados;

import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.queue.FencedException;
import io.dispatchcloud.api.queue.Lease;
import io.dispatchcloud.api.queue.Owner;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is active for the one instance set that the token stands for, as far as this process knows:
 * the API has nothing to tell another process with. Thread-safe.
 */
final class Leases {
  /** How long a lease lasts (QUEUE-7). */
  static final Duration DURATION = Duration.ofSeconds(8);

  private final InstantSource clock;
  private @Nullable Owner holder;
  private Instant end = Instant.MIN;

  Leases(InstantSource clock) {
    this.clock = clock;
  }

  /** The instance set that has, or had, the lease. */
  synchronized Optional<InstanceSetId> instanceSet() {
    return Optional.ofNullable(holder).map(Owner::instanceSetId);
  }

  synchronized boolean isHeld() {
    return holder != null && end.isAfter(clock.instant());
  }

  /**
   * Takes the lease, if it is free.
   *
   * @param instanceSetId who takes it
   * @param lowestFence the fence, if it is higher than all before
   */
  synchronized Optional<Lease> take(InstanceSetId instanceSetId, long lowestFence) {
    if (isHeld()) {
      return Optional.empty();
    }
    long fence = holder == null ? lowestFence : Math.max(lowestFence, holder.fence() + 1);
    holder = new Owner(instanceSetId, fence);
    return Optional.of(extend(holder));
  }

  synchronized Lease renew(Owner owner) throws FencedException {
    requireActive(owner);
    return extend(owner);
  }

  private Lease extend(Owner owner) {
    end = clock.instant().plus(DURATION);
    return new Lease(owner, DURATION);
  }

  synchronized void release(Owner owner) {
    if (owner.equals(holder)) {
      end = clock.instant();
    }
  }

  /** Keeps a former holder out. A lease that ran out is good until somebody takes it over. */
  synchronized void requireActive(Owner owner) throws FencedException {
    if (!owner.equals(holder)) {
      throw new FencedException(
          owner + " is not the active dispatcher" + (holder == null ? "" : ": " + holder + " is"));
    }
  }
}
