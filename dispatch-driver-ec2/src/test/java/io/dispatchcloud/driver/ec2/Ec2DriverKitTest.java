package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.test.kit.DriverClaim;
import io.dispatchcloud.test.kit.DriverClaims;
import io.dispatchcloud.test.kit.DriverConformanceKit;
import io.dispatchcloud.test.kit.DriverEnvironment;
import io.dispatchcloud.test.kit.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;

@DisplayName("SET-1 SET-2 SET-3 SET-4 SET-5 SET-6 the EC2 driver passes the kit")
class Ec2DriverKitTest extends DriverConformanceKit {
  /** What a create's answer of EC2 can say: there is no such thing as no room for anything. */
  private static final EnumSet<Fault> FAULTS = EnumSet.complementOf(EnumSet.of(Fault.NO_CAPACITY));

  @Override
  protected DriverEnvironment environment() {
    return live().isPresent()
        ? new Ec2Account(live().get(), System.getProperties())
        : new Ec2Environment(Map.of("hostKeys", "console"));
  }

  @Override
  protected DriverClaims claims() {
    DriverClaims.Builder claims =
        DriverClaims.builder().tagLimits(new DriverClaims.TagLimits(128, 256, 50));
    // An account can't be made to fail, and its hosts' keys are by the secret file.
    return live().isPresent()
        ? claims
            .claim(
                EnumSet.complementOf(EnumSet.of(DriverClaim.HOST_KEYS)).toArray(new DriverClaim[0]))
            .build()
        : claims.claim(DriverClaim.values()).faults(FAULTS).manyInstances(1_100).build();
  }

  /** A volume that was left behind counts as leaked after two minutes. */
  @Override
  protected Duration patience() {
    return live().isPresent() ? Duration.ofMinutes(5) : super.patience();
  }

  @Override
  protected Duration testLimit() {
    return live().isPresent() ? Duration.ofMinutes(20) : super.testLimit();
  }
}
