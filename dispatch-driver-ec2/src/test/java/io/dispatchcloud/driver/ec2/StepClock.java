package io.dispatchcloud.driver.ec2;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that only the test moves. */
final class StepClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-11-01T00:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void advance(Duration time) {
    now = now.plus(time);
  }
}
