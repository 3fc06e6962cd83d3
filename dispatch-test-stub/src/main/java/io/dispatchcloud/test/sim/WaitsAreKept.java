package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * After a rate limit no call of that kind reaches the provider before it may be tried again
 * (SET-10); and for a minute after the provider had no room, nothing is asked for that it had no
 * room for (POOL-9). Both by the dispatcher's own clock, from when it is told.
 */
final class WaitsAreKept extends Checker {
  private static final long CAPACITY = Duration.ofMinutes(1).toNanos();

  // By dispatcher, and what may not be done.
  private final Map<String, Map<String, Long>> until = new HashMap<>();

  WaitsAreKept(Bench bench) {
    super(bench);
  }

  private void forbid(Caller by, String what, long nanos) {
    until
        .computeIfAbsent(by.name(), name -> new HashMap<>())
        .merge(what, by.local() + nanos, Math::max);
  }

  private boolean isForbidden(Caller by, String what) {
    Map<String, Long> his = until.get(by.name());
    return his != null && by.local() < his.getOrDefault(what, Long.MIN_VALUE);
  }

  @Override
  public void rateLimited(Caller by, String call, Duration retryAfter) {
    forbid(by, "call " + call, retryAfter.toNanos());
  }

  @Override
  public void called(Caller by, String call) {
    if (isForbidden(by, "call " + call)) {
      broken("SET-10", by.name() + " calls " + call + " again before it may");
    }
  }

  @Override
  public void refused(Caller by, InstanceType type, Refusal why) {
    switch (why) {
      case TYPE -> forbid(by, type(type), CAPACITY);
      case GROUP -> forbid(by, group(type), CAPACITY);
      case ALL -> forbid(by, "all", CAPACITY);
      case RATE_LIMIT, QUOTA, ERROR -> {
        // Calls are counted above; how long the others hold depends on more than time.
      }
    }
  }

  @Override
  public void requested(Caller by, InstanceType type) {
    if (isForbidden(by, type(type)) || isForbidden(by, group(type)) || isForbidden(by, "all")) {
      broken(
          "POOL-9", by.name() + " asks for " + type + " within a minute after there was no room");
    }
  }

  private static String type(InstanceType type) {
    return "type " + type.name();
  }

  private static String group(InstanceType type) {
    return "group " + SimulatedCloud.group(type).name();
  }
}
