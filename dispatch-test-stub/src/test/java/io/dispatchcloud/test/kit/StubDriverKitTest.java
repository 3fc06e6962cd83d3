package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.cloud.CapacityException.Scope;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.test.stub.StubBehavior;
import io.dispatchcloud.test.stub.StubDriver;
import io.dispatchcloud.test.stub.VmBehavior;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;

@DisplayName("SET-2 SET-3 SET-4 SET-5 STUB-2 the stub driver passes the kit")
class StubDriverKitTest extends DriverConformanceKit {
  @Override
  protected DriverEnvironment environment() {
    return new Cloud();
  }

  @Override
  protected DriverClaims claims() {
    return DriverClaims.builder()
        .claim(
            DriverClaim.PREEMPTIBLE,
            DriverClaim.HOST_KEYS,
            DriverClaim.IDEMPOTENT_CREATES,
            DriverClaim.TAG_CHANGES,
            DriverClaim.SETS_OPEN_TWICE,
            DriverClaim.FOUND_BY_NAME)
        .faults(
            Fault.CREATES_RATE_LIMITED,
            Fault.LISTINGS_RATE_LIMITED,
            Fault.QUOTA_REACHED,
            Fault.NO_CAPACITY_FOR_TYPE,
            Fault.NO_CAPACITY_IN_GROUP,
            Fault.NO_CAPACITY,
            Fault.CREATES_FAIL,
            Fault.CREATE_ANSWERS_LOST,
            Fault.DESTROYS_FAIL,
            Fault.CALLS_HANG)
        .manyInstances(1_001)
        .build();
  }

  /** A cloud whose listings and tags are a little late. */
  private static final class Cloud implements DriverEnvironment {
    private static final InstanceType SMALL =
        InstanceType.builder("small", 1, 1L << 30, BigDecimal.ONE).build();
    private static final InstanceType SPOT =
        InstanceType.builder("spot", 1, 1L << 30, BigDecimal.ONE).preemptible(true).build();

    private final StubDriver driver = new StubDriver(behavior().build());

    private static StubBehavior.Builder behavior() {
      return StubBehavior.builder()
          .listingLag(Duration.ofMillis(20))
          .tagLag(Duration.ofMillis(20))
          .vms(order -> VmBehavior.builder().verifiesHostKey(true).build());
    }

    @Override
    public Driver driver() {
      return driver;
    }

    @Override
    public List<InstanceType> types() {
      return List.of(SMALL, SPOT);
    }

    @Override
    public String publicKey() {
      return KitKey.publicLine();
    }

    @Override
    public HostKey hostKey(Instance instance) throws InterruptedException {
      return ShownHostKey.of(instance, KitKey.PRIVATE);
    }

    @Override
    public Optional<Faults> faults() {
      return Optional.of(new StubFaults(driver));
    }

    @Override
    public void end() {
      driver.close();
    }
  }

  private record StubFaults(StubDriver driver) implements Faults {
    @Override
    public void begin(Fault fault, InstanceType type) {
      if (fault == Fault.CALLS_HANG) {
        driver.holdCalls();
      } else {
        driver.change(with(fault, type).build());
      }
    }

    private static StubBehavior.Builder with(Fault fault, InstanceType type) {
      StubBehavior.Builder usual = Cloud.behavior();
      return switch (fault) {
        case CREATES_RATE_LIMITED, LISTINGS_RATE_LIMITED ->
            usual.rateLimit(1, Duration.ofSeconds(3));
        case QUOTA_REACHED -> usual.quota(0);
        case NO_CAPACITY_FOR_TYPE -> usual.noCapacity(type.providerType(), Scope.INSTANCE_TYPE);
        case NO_CAPACITY_IN_GROUP -> usual.noCapacityInGroup("stub");
        case NO_CAPACITY -> usual.noCapacity(type.providerType(), Scope.ALL);
        case CREATES_FAIL -> usual.createErrorRate(1);
        case CREATE_ANSWERS_LOST -> usual.createErrorRate(1).madeAllTheSameRate(1);
        case DESTROYS_FAIL -> usual.destroyErrorRate(1);
        default -> throw new IllegalArgumentException(fault + " is not claimed");
      };
    }

    @Override
    public void end() {
      driver.change(Cloud.behavior().build());
      driver.releaseCalls();
    }

    @Override
    public int hanging() {
      return driver.heldCalls();
    }
  }
}
