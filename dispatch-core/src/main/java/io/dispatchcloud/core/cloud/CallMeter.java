package io.dispatchcloud.core.cloud;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.meter.Meters;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Counts and times calls to the cloud by kind and success. Thread-safe. */
final class CallMeter {
  private static final String CALLS = "driver.operations";

  private final Meters meters;
  private final InstantSource clock;

  CallMeter(Meters meters, InstantSource clock) {
    this.meters = meters;
    this.clock = clock;
  }

  interface Call<T> {
    T make() throws CloudException;
  }

  <T> T measure(String operation, Call<T> call) throws CloudException {
    Instant began = clock.instant();
    boolean succeeded = false;
    try {
      T result = call.make();
      succeeded = true;
      return result;
    } finally {
      Map<String, String> tags =
          Map.of("operation", operation, "error", Boolean.toString(!succeeded));
      meters.count(CALLS, tags, 1);
      meters.time(CALLS + ".duration", tags, Duration.between(began, clock.instant()));
    }
  }
}
