package io.dispatchcloud.test.kit;

import java.time.Duration;

/** The kit, extended for a driver that has something wrong; run by the test that sets what. */
final class FlawedDriverKit extends DriverConformanceKit {
  static volatile Flaw flaw = Flaw.NONE;
  static volatile DriverClaims claims = FakeEnvironment.claims();

  @Override
  protected DriverEnvironment environment() {
    return new FakeEnvironment(flaw);
  }

  @Override
  protected DriverClaims claims() {
    return claims;
  }

  @Override
  protected Duration patience() {
    // Without a flaw, a busy machine is no failure.
    return flaw == Flaw.NONE ? Duration.ofMinutes(1) : Duration.ofMillis(500);
  }

  @Override
  protected Duration testLimit() {
    return flaw == Flaw.NONE ? Duration.ofMinutes(2) : Duration.ofSeconds(5);
  }
}
