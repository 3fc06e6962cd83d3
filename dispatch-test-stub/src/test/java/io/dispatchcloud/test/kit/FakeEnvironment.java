package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.test.kit.DriverClaims.TagLimits;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The driver of the provider in memory, whole or with a flaw. */
final class FakeEnvironment implements DriverEnvironment {
  private static final List<InstanceType> TYPES =
      List.of(type("small", 1).build(), type("large", 2).build(), spot());

  private final FakeCloud cloud;
  private final FakeDriver driver;

  FakeEnvironment(Flaw flaw) {
    cloud = new FakeCloud(flaw);
    driver = new FakeDriver(cloud, TYPES);
  }

  private static InstanceType.Builder type(String name, int price) {
    return InstanceType.builder(name, price, 1L << 30, BigDecimal.valueOf(price));
  }

  private static InstanceType spot() {
    return type("small.spot", 3).preemptible(true).build();
  }

  /** All that this driver can claim: nobody finds it by its name. */
  static DriverClaims claims() {
    return builder().build();
  }

  /** All that there is to claim. */
  static DriverClaims everything() {
    return builder().claim(DriverClaim.values()).build();
  }

  private static DriverClaims.Builder builder() {
    return DriverClaims.builder()
        .claim(
            DriverClaim.PREEMPTIBLE,
            DriverClaim.QUOTA_GROUPS,
            DriverClaim.HOST_KEYS,
            DriverClaim.PRICE_HISTORY,
            DriverClaim.INSTANCE_TYPES,
            DriverClaim.LEAK_SWEEPS,
            DriverClaim.SHARED_RESOURCES,
            DriverClaim.IDEMPOTENT_CREATES,
            DriverClaim.TAG_CHANGES,
            DriverClaim.SETS_OPEN_TWICE)
        .faults(EnumSet.allOf(Fault.class))
        .tagLimits(new TagLimits(128, 255, 10))
        .manyInstances(1_100);
  }

  @Override
  public Driver driver() {
    return driver;
  }

  @Override
  public Map<String, ?> parameters() {
    return Map.of("password", "open-sesame");
  }

  @Override
  public List<InstanceType> types() {
    return TYPES;
  }

  @Override
  public Optional<Faults> faults() {
    return Optional.of(cloud);
  }

  @Override
  public HostKey hostKey(Instance instance) {
    return ((FakeInstance) instance).key();
  }

  @Override
  public String leak(InstanceSetId instanceSetId) {
    return cloud.leave(DriverBench.tags(instanceSetId));
  }

  @Override
  public Map<String, Map<String, String>> resources() {
    return cloud.resources();
  }
}
