package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.test.kit.DriverEnvironment;
import io.dispatchcloud.test.kit.Faults;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** The driver with the fake EC2, for one test of the kit. */
final class Ec2Environment implements DriverEnvironment {
  static final String IMAGE = "ami-0123456789abcdef0";
  static final InstanceType SMALL = type("t3.micro", "0.0104").build();
  static final InstanceType LARGE = type("m5.large", "0.096").addedScratch((5L << 30) + 1).build();
  static final InstanceType BIG = type("p5.48xlarge", "98.32").build();
  static final InstanceType SPOT =
      InstanceType.builder("m5.large.spot", 2, 8L << 30, new BigDecimal("0.05"))
          .providerType("m5.large")
          .addedScratch(30L << 30)
          .preemptible(true)
          .build();

  private final Ec2Driver driver = new Ec2Driver();
  private final FakeEc2 ec2 = new FakeEc2();
  private final WireLog log = new WireLog();
  private final Map<String, Object> parameters;

  Ec2Environment(Map<String, ?> more) {
    parameters = new HashMap<>(ec2.parameters());
    parameters.putAll(more);
  }

  static InstanceType.Builder type(String name, String price) {
    return InstanceType.builder(name, 2, 1L << 30, new BigDecimal(price));
  }

  @Override
  public Driver driver() {
    return driver;
  }

  @Override
  public Map<String, ?> parameters() {
    return parameters;
  }

  @Override
  public List<InstanceType> types() {
    return List.of(SMALL, LARGE, BIG, SPOT);
  }

  @Override
  public String image() {
    return IMAGE;
  }

  @Override
  public Optional<Faults> faults() {
    return Optional.of(ec2.faults);
  }

  @Override
  public HostKey hostKey(Instance instance) {
    String line = ec2.cloud.vm(instance.id().value()).hostKey;
    return new HostKey(
        "ssh-ed25519", Base64.getDecoder().decode(line.substring(line.indexOf(' ') + 1)));
  }

  @Override
  public String leak(InstanceSetId instanceSetId) {
    return ec2.cloud.leaveVolume(Map.of("DispatchInstanceSetID", instanceSetId.value()));
  }

  @Override
  public Map<String, Map<String, String>> resources() {
    return ec2.cloud.leftovers();
  }

  /** A thousand calls would teach nobody anything. */
  @Override
  public void makeMany(InstanceSet set, List<CreateRequest> requests) {
    for (CreateRequest request : requests) {
      ec2.cloud.addRunning(
          RunInstancesRequest.builder()
              .instanceType(request.type().providerType())
              .tagSpecifications(Tags.specification(ResourceType.INSTANCE, request.tags()))
              .build());
    }
  }

  @Override
  public List<String> logged() {
    return log.lines();
  }

  @Override
  public void end() {
    log.close();
    ec2.close();
  }
}
