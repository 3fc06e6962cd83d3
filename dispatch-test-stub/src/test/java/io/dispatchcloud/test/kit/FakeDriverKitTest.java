package io.dispatchcloud.test.kit;

import org.junit.jupiter.api.DisplayName;

@DisplayName("SET-1 SET-2 SET-3 SET-4 SET-5 SET-6 a driver that claims everything passes the kit")
class FakeDriverKitTest extends DriverConformanceKit {
  @Override
  protected DriverEnvironment environment() {
    return new FakeEnvironment(Flaw.NONE);
  }

  @Override
  protected DriverClaims claims() {
    return FakeEnvironment.claims();
  }
}
