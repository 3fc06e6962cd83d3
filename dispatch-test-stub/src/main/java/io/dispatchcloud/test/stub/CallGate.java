package io.dispatchcloud.test.stub;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.RateLimitException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What every call to the pretended cloud has to get past: holds, and rate limits. Thread-safe. */
final class CallGate {
  /** The kinds of calls. */
  enum Call {
    CREATE,
    LIST,
    DESTROY,
    SET_TAGS
  }

  private final Map<Call, Instant> last = new EnumMap<>(Call.class);
  private boolean held;
  private int passes;
  // So that who was let go is not kept by a hold that comes before it is awake.
  private long releases;
  private int waiting;
  private long calls;

  synchronized void hold() {
    if (!held) {
      held = true;
      passes = 0;
    }
  }

  synchronized void release() {
    held = false;
    releases++;
    notifyAll();
  }

  synchronized void releaseOne() {
    passes++;
    notifyAll();
  }

  synchronized int waiting() {
    return waiting;
  }

  /** Has calls look again whether their set was closed. */
  synchronized void wake() {
    notifyAll();
  }

  synchronized void enter(
      Call call, BooleanSupplier closed, StubBehavior behavior, InstantSource clock)
      throws CloudException {
    awaitRelease(call, closed);
    Instant now = clock.instant();
    if (behavior.happens(behavior.rateLimitRate, "rate limit", ++calls)) {
      throw new RateLimitException("stub: too many calls", behavior.rateLimitTime);
    }
    Duration least =
        switch (call) {
          case CREATE -> behavior.minTimeBetweenCreates;
          case LIST -> behavior.minTimeBetweenListings;
          case DESTROY, SET_TAGS -> Duration.ZERO;
        };
    Instant before = last.get(call);
    if (before != null && now.isBefore(before.plus(least))) {
      throw new RateLimitException(
          "stub: too soon after the last " + call, Duration.between(now, before.plus(least)));
    }
    last.put(call, now);
  }

  private void awaitRelease(Call call, BooleanSupplier closed) throws CloudException {
    waiting++;
    try {
      long before = releases;
      while (held && passes == 0 && releases == before) {
        if (closed.getAsBoolean()) {
          throw new CloudException("stub: the set was closed while " + call + " was held");
        }
        wait();
      }
      if (releases == before) {
        passes = Math.max(0, passes - 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloudException("stub: interrupted while " + call + " was held", e);
    } finally {
      waiting--;
    }
  }
}
