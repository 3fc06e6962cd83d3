package io.dispatchcloud.core.cloud;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.HostProfile;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.LeakSweeper;
import io.dispatchcloud.api.cloud.QuotaGroup;
import io.dispatchcloud.api.cloud.RateLimitException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * After the provider asked for fewer calls of a kind, fails calls of that kind at once, without
 * touching the provider, until the earliest time to try again (SET-10).
 */
final class ThrottlingInstanceSet implements InstanceSet {
  private final InstanceSet set;
  private final InstantSource clock;
  private final Consumer<Duration> throttled;
  private final AtomicReference<Instant> createAfter = new AtomicReference<>(Instant.MIN);
  private final AtomicReference<Instant> listAfter = new AtomicReference<>(Instant.MIN);

  /**
   * A proxy.
   *
   * @param throttled told how long a kind of call will fail, on the thread that called
   */
  ThrottlingInstanceSet(InstanceSet set, InstantSource clock, Consumer<Duration> throttled) {
    this.set = set;
    this.clock = clock;
    this.throttled = throttled;
  }

  private interface Call<T> {
    T make() throws CloudException;
  }

  private <T> T throttle(String kind, AtomicReference<Instant> after, Call<T> call)
      throws CloudException {
    Instant now = clock.instant();
    Instant earliest = after.get();
    if (now.isBefore(earliest)) {
      throw new RateLimitException(
          kind + " was not tried: the provider wants fewer of these calls",
          Duration.between(now, earliest));
    }
    try {
      return call.make();
    } catch (RateLimitException e) {
      Instant until = clock.instant().plus(e.retryAfter());
      after.accumulateAndGet(until, (known, told) -> known.isAfter(told) ? known : told);
      throttled.accept(e.retryAfter());
      throw e;
    }
  }

  @Override
  public Instance create(CreateRequest request) throws CloudException {
    return throttle("create", createAfter, () -> set.create(request));
  }

  @Override
  public List<Instance> instances(Map<String, String> tags) throws CloudException {
    return throttle("list", listAfter, () -> set.instances(tags));
  }

  @Override
  public QuotaGroup quotaGroup(InstanceType type) {
    return set.quotaGroup(type);
  }

  @Override
  public HostProfile hostProfile() {
    return set.hostProfile();
  }

  /** A sweep lists before it removes, so that it counts as a listing. */
  @Override
  public Optional<LeakSweeper> leakSweeper() {
    return set.leakSweeper().map(sweeper -> () -> throttle("list", listAfter, sweeper::sweep));
  }

  @Override
  public void close() {
    set.close();
  }
}
