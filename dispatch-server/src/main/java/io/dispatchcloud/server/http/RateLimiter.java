package io.dispatchcloud.server.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How many requests each client may make: a bucket of tokens each. Thread-safe. */
final class RateLimiter {
  private static final int MOST_CLIENTS = 10_000;
  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Who asks: those who have the token are not held up by those who have not. */
  record Client(String address, boolean known) {}

  private static final class Bucket {
    private double tokens;
    private long filled;

    Bucket(double tokens, long filled) {
      this.tokens = tokens;
      this.filled = filled;
    }
  }

  private final double perSecond;
  private final double burst;
  private final LongSupplier nanoseconds;
  // Those who come least often are forgotten first; they begin with a full bucket again.
  private final Map<Client, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Made for one server.
   *
   * @param perSecond how many requests a second, in the long run
   * @param burst how many at once
   * @param nanoseconds tells the time, from any beginning
   */
  RateLimiter(int perSecond, int burst, LongSupplier nanoseconds) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.nanoseconds = nanoseconds;
  }

  /** Counts a request; false if it is one too many. */
  synchronized boolean admits(Client client) {
    long now = nanoseconds.getAsLong();
    Bucket bucket = buckets.computeIfAbsent(client, any -> new Bucket(burst, now));
    if (buckets.size() > MOST_CLIENTS) {
      buckets.remove(buckets.keySet().iterator().next());
    }
    bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.filled) / SECOND * perSecond);
    bucket.filled = now;
    if (bucket.tokens < 1) {
      return false;
    }
    bucket.tokens -= 1;
    return true;
  }
}
