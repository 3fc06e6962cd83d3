package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.CloudException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The end of an operation that makes several calls: none begins after three minutes, so that with
 * the last one the whole takes less than five (SET-2).
 */
final class Deadline {
  private static final Duration LAST_START = Duration.ofMinutes(3);

  private final InstantSource clock;
  private final Instant end;

  Deadline(InstantSource clock) {
    this.clock = clock;
    this.end = clock.instant().plus(LAST_START);
  }

  void check(String what) throws CloudException {
    if (clock.instant().isAfter(end)) {
      throw new CloudException("EC2: " + what + " took too long and was given up");
    }
  }
}
