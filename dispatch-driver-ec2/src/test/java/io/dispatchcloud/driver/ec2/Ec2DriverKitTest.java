package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.test.kit.DriverClaim;
import io.dispatchcloud.test.kit.DriverClaims;
import io.dispatchcloud.test.kit.DriverConformanceKit;
import io.dispatchcloud.test.kit.DriverEnvironment;
import io.dispatchcloud.test.kit.Fault;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;

@DisplayName("SET-1 SET-2 SET-3 SET-4 SET-5 SET-6 the EC2 driver passes the kit")
class Ec2DriverKitTest extends DriverConformanceKit {
  /** What a create's answer of EC2 can say: there is no such thing as no room for anything. */
  private static final EnumSet<Fault> FAULTS = EnumSet.complementOf(EnumSet.of(Fault.NO_CAPACITY));

  @Override
  protected DriverEnvironment environment() {
    return new Ec2Environment(Map.of("hostKeys", "console"));
  }

  @Override
  protected DriverClaims claims() {
    return DriverClaims.builder()
        .claim(DriverClaim.values())
        .tagLimits(new DriverClaims.TagLimits(128, 256, 50))
        .faults(FAULTS)
        .manyInstances(1_100)
        .build();
  }
}
