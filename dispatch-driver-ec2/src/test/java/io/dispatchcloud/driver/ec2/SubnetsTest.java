package io.dispatchcloud.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.QuotaException;
import io.dispatchcloud.api.cloud.RateLimitException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Several subnets")
class SubnetsTest {
  private static final String SUBNET = "NetworkInterface.1.SubnetId";

  private final Ec2Bench bench = new Ec2Bench();

  @BeforeEach
  void severalSubnets() throws Exception {
    bench.with("subnetId", List.of("subnet-a", "subnet-b", "subnet-c")).set();
  }

  @AfterEach
  void end() {
    bench.close();
  }

  private void refuse(Map<String, ApiError> bySubnet) {
    bench.ec2.faults.refuseWhere("RunInstances", request -> bySubnet.get(request.get(SUBNET)));
  }

  private List<String> tried() {
    return bench.ec2.requests("RunInstances").stream().map(each -> each.get(SUBNET)).toList();
  }

  private static ApiError noAddresses() {
    return new ApiError(
        "InsufficientFreeAddressesInSubnet",
        "There are not enough free addresses in subnet 'subnet-a' to satisfy the requested number"
            + " of instances.");
  }

  @Test
  @DisplayName("EC2-4 the next is tried where one has no room, and the one that served comes first")
  void next() throws Exception {
    refuse(Map.of("subnet-a", FakeFaults.noCapacity()));

    bench.create(Ec2Environment.SMALL);
    bench.create(Ec2Environment.SMALL);

    assertThat(tried()).containsExactly("subnet-a", "subnet-b", "subnet-b");
    assertThat(bench.log.lines()).anyMatch(line -> line.contains("no t3.micro in subnet-a"));
  }

  @Test
  @DisplayName("EC2-4 the order goes round from the one that served last")
  void round() throws Exception {
    refuse(Map.of("subnet-a", FakeFaults.noCapacity(), "subnet-b", FakeFaults.noCapacity()));
    bench.create(Ec2Environment.SMALL);
    refuse(Map.of("subnet-c", noAddresses()));
    bench.create(Ec2Environment.SMALL);

    assertThat(tried()).containsExactly("subnet-a", "subnet-b", "subnet-c", "subnet-c", "subnet-a");
  }

  @Test
  @DisplayName("EC2-4 if all fail, a capacity error among them is the one reported")
  void allFail() {
    refuse(
        Map.of(
            "subnet-a", noAddresses(),
            "subnet-b", FakeFaults.noCapacity(),
            "subnet-c", new ApiError("InvalidSubnetID.NotFound", "The subnet does not exist")));

    assertThatThrownBy(() -> bench.create(Ec2Environment.SMALL))
        .isInstanceOfSatisfying(
            CapacityException.class,
            e -> assertThat(e.scope()).isEqualTo(CapacityException.Scope.INSTANCE_TYPE));
    assertThat(tried()).hasSize(3);
  }

  @Test
  @DisplayName("EC2-4 if all fail for other reasons, the first is reported")
  void noneOfCapacity() {
    refuse(
        Map.of(
            "subnet-a", noAddresses(),
            "subnet-b", new ApiError("InvalidSubnetID.NotFound", "The subnet does not exist"),
            "subnet-c", noAddresses()));

    assertThatThrownBy(() -> bench.create(Ec2Environment.SMALL)).isInstanceOf(QuotaException.class);
  }

  @Test
  @DisplayName("EC2-4 what has nothing to do with a subnet is not tried in another")
  void notOfASubnet() {
    refuse(Map.of("subnet-a", new ApiError("VcpuLimitExceeded", "You have requested more vCPU")));

    assertThatThrownBy(() -> bench.create(Ec2Environment.SMALL))
        .isInstanceOf(CapacityException.class);
    assertThat(tried()).containsExactly("subnet-a");
  }

  @Test
  @DisplayName("EC2-4 a capacity error is reported also where a refusal of another kind ends it")
  void capacityThenRefusal() {
    refuse(
        Map.of(
            "subnet-a",
            FakeFaults.noCapacity(),
            "subnet-b",
            new ApiError("InvalidAMIID.NotFound", "The image does not exist")));

    assertThatThrownBy(() -> bench.create(Ec2Environment.SMALL))
        .isInstanceOfSatisfying(
            CapacityException.class,
            e -> assertThat(e.scope()).isEqualTo(CapacityException.Scope.INSTANCE_TYPE));
    assertThat(tried()).containsExactly("subnet-a", "subnet-b");
    assertThat(bench.log.lines())
        .anyMatch(line -> line.startsWith("WARNING") && line.contains("InvalidAMIID.NotFound"));
  }

  @Test
  @DisplayName("EC2-4 of two capacity errors the one that ends it is reported")
  void capacityTwice() {
    refuse(
        Map.of(
            "subnet-a",
            FakeFaults.noCapacity(),
            "subnet-b",
            new ApiError("VcpuLimitExceeded", "You have requested more vCPU")));

    assertThatThrownBy(() -> bench.create(Ec2Environment.SMALL))
        .isInstanceOfSatisfying(
            CapacityException.class,
            e -> assertThat(e.scope()).isEqualTo(CapacityException.Scope.QUOTA_GROUP));
  }

  @Test
  @DisplayName("EC2-4 EC2-5 a rate limit, or no answer, is reported whatever came before")
  void capacityThenUnknown() {
    refuse(Map.of("subnet-a", FakeFaults.noCapacity(), "subnet-b", FakeFaults.throttled()));
    assertThatThrownBy(() -> bench.create(Ec2Environment.SMALL))
        .isInstanceOf(RateLimitException.class);

    refuse(Map.of("subnet-a", FakeFaults.noCapacity()));
    AtomicInteger answers = new AtomicInteger();
    bench.ec2.faults.loseWhere("RunInstances", () -> answers.incrementAndGet() > 1);
    assertThatThrownBy(() -> bench.create(Ec2Environment.SMALL))
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("no answer");
  }

  @Test
  @DisplayName("EC2-4 without an answer no other is tried: the instance may be there")
  void unknown() {
    bench.ec2.faults.lose("RunInstances");

    assertThatThrownBy(() -> bench.create(Ec2Environment.SMALL))
        .isExactlyInstanceOf(CloudException.class);
    assertThat(tried()).containsExactly("subnet-a");
  }

  @Test
  @DisplayName("EC2-4 SET-2 a repetition asks first where the instance may be")
  void repetition() throws Exception {
    refuse(Map.of("subnet-a", FakeFaults.noCapacity()));
    CreateRequest request = bench.request(Ec2Environment.SMALL);
    bench.ec2.faults.lose("RunInstances");
    // Lost in b, after a's refusal came.
    assertThatThrownBy(() -> bench.set().create(request)).isInstanceOf(CloudException.class);
    bench.ec2.faults.end();
    bench.create(Ec2Environment.SMALL);

    Instance again = bench.set().create(request);

    assertThat(bench.cloud.made()).isEqualTo(2);
    assertThat(bench.cloud.vms).containsKey(again.id().value());
  }

  @Test
  @DisplayName("EC2-4 each subnet has a token of its own, the same each time")
  void tokens() throws Exception {
    refuse(Map.of("subnet-a", FakeFaults.noCapacity(), "subnet-b", FakeFaults.noCapacity()));
    bench.set().create(bench.request(Ec2Environment.SMALL, "one"));
    bench.open("bench").create(bench.request(Ec2Environment.SMALL, "one"));

    List<String> tokens =
        bench.ec2.requests("RunInstances").stream().map(each -> each.get("ClientToken")).toList();
    assertThat(tokens.subList(0, 3)).doesNotHaveDuplicates().isEqualTo(tokens.subList(3, 6));
    assertThat(tokens).allMatch(token -> token.length() <= 64);
    assertThat(bench.cloud.made()).isEqualTo(1);
  }

  @Test
  @DisplayName("EC2-4 SET-2 no attempt begins when the whole has taken too long")
  void deadline() {
    bench.ec2.faults.refuseWhere(
        "RunInstances",
        request -> {
          bench.clock.advance(Duration.ofMinutes(2));
          return FakeFaults.noCapacity();
        });

    assertThatThrownBy(() -> bench.create(Ec2Environment.SMALL))
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("creating an instance took too long");
    assertThat(tried()).hasSize(2);
  }
}
