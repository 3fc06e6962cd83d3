package io.dispatchcloud.driver.gce;

import io.dispatchcloud.test.kit.DriverClaim;
import io.dispatchcloud.test.kit.DriverClaims;
import io.dispatchcloud.test.kit.DriverConformanceKit;
import io.dispatchcloud.test.kit.DriverEnvironment;
import io.dispatchcloud.test.kit.Fault;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;

/**
 * With {@code -Ddispatch.live=PROJECT/ZONE} it makes instances in a real project, with the
 * application default credentials.
 */
@DisplayName("SET-2 SET-3 SET-4 SET-5 the GCE driver passes the kit")
class GceDriverKitTest extends DriverConformanceKit {
  @Override
  protected DriverEnvironment environment() throws Exception {
    return live().isPresent()
        ? new LiveGceEnvironment(live().get())
        : new FakeGceEnvironment("guestAttributes");
  }

  @Override
  protected DriverClaims claims() {
    DriverClaims.Builder claims =
        DriverClaims.builder()
            .claim(
                DriverClaim.PREEMPTIBLE,
                DriverClaim.QUOTA_GROUPS,
                DriverClaim.INSTANCE_TYPES,
                DriverClaim.IDEMPOTENT_CREATES,
                DriverClaim.TAG_CHANGES,
                DriverClaim.SETS_OPEN_TWICE,
                DriverClaim.LEAK_SWEEPS,
                DriverClaim.FOUND_BY_NAME);
    if (live().isPresent()) {
      return claims.build();
    }
    return claims
        .claim(DriverClaim.HOST_KEYS)
        .faults(
            Fault.CREATES_RATE_LIMITED,
            Fault.LISTINGS_RATE_LIMITED,
            Fault.QUOTA_REACHED,
            Fault.NO_CAPACITY_FOR_TYPE,
            Fault.NO_CAPACITY_IN_GROUP,
            Fault.CREATES_FAIL,
            Fault.CREATE_ANSWERS_LOST,
            Fault.LISTINGS_FAIL,
            Fault.LISTINGS_BREAK_OFF,
            Fault.DESTROYS_FAIL,
            Fault.TAGGING_FAILS,
            Fault.CALLS_HANG)
        .manyInstances(1_001)
        .build();
  }

  @Override
  protected Duration patience() {
    return live().isPresent() ? Duration.ofMinutes(10) : super.patience();
  }

  @Override
  protected Duration testLimit() {
    return live().isPresent() ? Duration.ofMinutes(40) : super.testLimit();
  }
}
