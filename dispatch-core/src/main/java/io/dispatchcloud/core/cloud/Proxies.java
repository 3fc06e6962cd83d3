package io.dispatchcloud.core.cloud;

import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.meter.Meters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;

/** Puts the proxies around a driver's instance set, in their order. */
public final class Proxies {
  private Proxies() {}

  /**
   * From the outside: filtering, default tagging, throttling, instrumenting. The rate limit comes
   * before all of them, in {@link CloudCalls}, because it waits, and waiting belongs to the loop.
   *
   * @param set the driver's set, which the outermost proxy closes
   * @param resourceTags what every new instance gets
   * @param clock the dispatcher's clock
   * @param throttled told how long a kind of call will fail, on any thread
   * @param meters where calls are counted
   * @return the set to use
   */
  public static InstanceSet around(
      InstanceSet set,
      Map<String, String> resourceTags,
      InstantSource clock,
      Consumer<Duration> throttled,
      Meters meters) {
    InstanceSet instrumented = new InstrumentingInstanceSet(set, new CallMeter(meters, clock));
    InstanceSet throttling = new ThrottlingInstanceSet(instrumented, clock, throttled);
    InstanceSet tagging = new DefaultTaggingInstanceSet(throttling, resourceTags);
    return new FilteringInstanceSet(tagging);
  }
}
