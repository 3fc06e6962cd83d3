package io.dispatchcloud.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A create at EC2")
class CreateTest {
  private final Ec2Bench bench = new Ec2Bench();

  @AfterEach
  void end() {
    bench.close();
  }

  private Map<String, String> sent() {
    return bench.last("RunInstances");
  }

  /** The tags that were sent for each kind of resource. */
  private Map<String, Map<String, String>> tagsSent() {
    Map<String, Map<String, String>> kinds = new TreeMap<>();
    for (int i = 1; sent().containsKey("TagSpecification." + i + ".ResourceType"); i++) {
      String prefix = "TagSpecification." + i + ".";
      Map<String, String> tags = new HashMap<>();
      for (int j = 1; sent().containsKey(prefix + "Tag." + j + ".Key"); j++) {
        tags.put(
            sent().get(prefix + "Tag." + j + ".Key"), sent().get(prefix + "Tag." + j + ".Value"));
      }
      kinds.put(sent().get(prefix + "ResourceType"), tags);
    }
    return kinds;
  }

  @Test
  @DisplayName("EC2-2 asks for one instance that goes away when it shuts down")
  void asksForOne() throws Exception {
    CreateRequest request = bench.request(Ec2Environment.SMALL);
    Instance made = bench.set().create(request);

    assertThat(sent())
        .containsEntry("MinCount", "1")
        .containsEntry("MaxCount", "1")
        .containsEntry("ImageId", Ec2Environment.IMAGE)
        .containsEntry("InstanceType", "t3.micro")
        .containsEntry("ClientToken", request.idempotencyToken())
        .containsEntry("InstanceInitiatedShutdownBehavior", "terminate")
        .containsEntry("NetworkInterface.1.DeviceIndex", "0")
        .containsEntry("NetworkInterface.1.AssociatePublicIpAddress", "false")
        .containsEntry("NetworkInterface.1.DeleteOnTermination", "true")
        .containsEntry("NetworkInterface.1.SubnetId", FakeCloud.SUBNET)
        .containsEntry("NetworkInterface.1.SecurityGroupId.1", FakeCloud.SECURITY_GROUP)
        .containsEntry("MetadataOptions.HttpTokens", "required")
        .containsEntry("MetadataOptions.HttpPutResponseHopLimit", "1")
        .containsEntry("MetadataOptions.HttpEndpoint", "enabled")
        .doesNotContainKeys("SubnetId", "SecurityGroupId.1", "IamInstanceProfile.Name")
        .doesNotContainKeys("BlockDeviceMapping.1.DeviceName", "InstanceMarketOptions.MarketType");
    assertThat(made.providerType()).isEqualTo("t3.micro");
    assertThat(made.address()).isEmpty();
    assertThat(made.remoteUser()).isEqualTo("admin");
  }

  @Test
  @DisplayName("EC2-2 runs the init command as a shell script")
  void userData() throws Exception {
    bench.create(Ec2Environment.SMALL);

    byte[] script = Base64.getDecoder().decode(sent().get("UserData"));
    assertThat(new String(script, StandardCharsets.UTF_8)).isEqualTo("#!/bin/sh\necho secret\n");
  }

  @Test
  @DisplayName("EC2-2 SET-5 tags all that is made, at creation")
  void tags() throws Exception {
    bench.create(Ec2Environment.LARGE);

    assertThat(tagsSent())
        .containsOnlyKeys("instance", "volume", "network-interface")
        .allSatisfy((kind, tags) -> assertThat(tags).isEqualTo(Ec2Bench.TAGS));

    bench.create(Ec2Environment.SPOT);

    assertThat(tagsSent())
        .containsOnlyKeys("instance", "volume", "network-interface", "spot-instances-request")
        .allSatisfy((kind, tags) -> assertThat(tags).isEqualTo(Ec2Bench.TAGS));
  }

  @Test
  @DisplayName("SET-5 adds the set's id where the tags that are asked for lack it")
  void idTag() throws Exception {
    CreateRequest plain = bench.request(Ec2Environment.SMALL).withTags(Map.of("a", "b"));

    Instance made = bench.set().create(plain);

    assertThat(made.tags()).isEqualTo(Map.of("a", "b", Ec2Bench.ID_KEY, "bench"));
    assertThat(tagsSent().get("volume")).containsEntry(Ec2Bench.ID_KEY, "bench");
  }

  @Test
  @DisplayName("EC2-2 adds scratch as a volume of whole GiB that goes with the instance")
  void scratch() throws Exception {
    Instance made = bench.create(Ec2Environment.LARGE);

    assertThat(sent())
        .containsEntry("BlockDeviceMapping.1.DeviceName", "/dev/xvdt")
        .containsEntry("BlockDeviceMapping.1.Ebs.VolumeSize", "6")
        .containsEntry("BlockDeviceMapping.1.Ebs.VolumeType", "gp2")
        .containsEntry("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "true");
    assertThat(bench.cloud.volumes).hasSize(2);
    made.destroy();
    assertThat(bench.cloud.volumes).isEmpty();
    assertThat(bench.cloud.networkInterfaces).isEmpty();
  }

  @Test
  @DisplayName("EC2-2 makes preemptible instances by a spot request at the type's price")
  void spot() throws Exception {
    bench.create(Ec2Environment.SPOT);

    assertThat(sent())
        .containsEntry("InstanceMarketOptions.MarketType", "spot")
        .containsEntry("InstanceMarketOptions.SpotOptions.MaxPrice", "0.05")
        .containsEntry("InstanceMarketOptions.SpotOptions.SpotInstanceType", "one-time")
        .containsEntry(
            "InstanceMarketOptions.SpotOptions.InstanceInterruptionBehavior", "terminate");
  }

  @Test
  @DisplayName("EC2-2 leaves the price of a preemptible type without one to EC2")
  void spotWithoutPrice() throws Exception {
    bench.create(
        InstanceType.builder("free", 2, 1 << 30, BigDecimal.ZERO)
            .providerType("m5.large")
            .preemptible(true)
            .build());

    assertThat(sent())
        .containsEntry("InstanceMarketOptions.MarketType", "spot")
        .doesNotContainKey("InstanceMarketOptions.SpotOptions.MaxPrice");
  }

  @Test
  @DisplayName("EC2-1 gives the instance profile by name or ARN")
  void profile() throws Exception {
    bench.with("iamInstanceProfile", "worker").create(Ec2Environment.SMALL);

    assertThat(sent()).containsEntry("IamInstanceProfile.Name", "worker");

    String arn = "arn:aws:iam::123456789012:instance-profile/worker";
    bench.with("iamInstanceProfile", arn).open("bench").create(bench.request(Ec2Environment.SMALL));

    assertThat(sent()).containsEntry("IamInstanceProfile.Arn", arn);
  }

  @Test
  @DisplayName("EC2-1 without subnet and groups takes the default VPC's")
  void defaultVpc() throws Exception {
    bench.with("subnetId", null).with("securityGroupIds", null).create(Ec2Environment.SMALL);

    assertThat(sent())
        .containsEntry("NetworkInterface.1.AssociatePublicIpAddress", "false")
        .doesNotContainKeys("NetworkInterface.1.SubnetId", "NetworkInterface.1.SecurityGroupId.1");
  }

  @Test
  @DisplayName("EC2-2 needs an image, and says so before it asks EC2")
  void noImage() throws Exception {
    CreateRequest without =
        new CreateRequest(Ec2Environment.SMALL, "", Ec2Bench.TAGS, "", null, "token");

    assertThatThrownBy(() -> bench.set().create(without))
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("imageId: nothing given");
    assertThat(bench.ec2.requests("RunInstances")).isEmpty();
  }

  @Test
  @DisplayName("EC2-2 an answer without an instance is a failure")
  void emptyAnswer() throws Exception {
    bench.set();
    bench.ec2.faults.mangle(
        "RunInstances",
        request ->
            "<RunInstancesResponse><requestId>1</requestId><instancesSet/></RunInstancesResponse>");

    assertThatThrownBy(() -> bench.create(Ec2Environment.SMALL))
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("without an instance");
  }

  @Test
  @DisplayName("SET-1 no secret of the request is in a failure, should EC2 repeat it")
  void echo() throws Exception {
    String secret = "0123456789abcdef0123456789abcdef01234567";
    Map<String, String> tags = new HashMap<>(Ec2Bench.TAGS);
    tags.put("Secret", secret);
    bench.set();
    bench.ec2.faults.refuseWhere(
        "RunInstances",
        request ->
            new ApiError(
                "InvalidParameterValue",
                "Value (" + request.get("UserData") + ") is invalid, so is " + secret));

    assertThatThrownBy(() -> bench.set().create(bench.request(Ec2Environment.SMALL).withTags(tags)))
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("Value (****) is invalid, so is ****")
        .hasStackTraceContaining("InvalidParameterValue")
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(secret).doesNotContain("IyEvYm"));
  }

  private static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  @Test
  @DisplayName("EC2-2 scratch beyond all measure is left to EC2 to refuse")
  void hugeScratch() {
    assertThat(
            LaunchRequest.scratchGib(
                Ec2Environment.type("huge", "1").addedScratch(Long.MAX_VALUE).build()))
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  @DisplayName("EC2-2 the SDK repeats nothing by itself")
  void noRetries() throws Exception {
    bench.set();
    bench.ec2.faults.refuse("RunInstances", new ApiError("InternalError", "busy", 500));
    assertThatThrownBy(() -> bench.create(Ec2Environment.SMALL)).hasMessageContaining("busy");
    assertThat(bench.ec2.requests("RunInstances")).hasSize(1);

    bench.ec2.faults.end();
    bench.ec2.faults.lose("RunInstances");
    assertThatThrownBy(() -> bench.create(Ec2Environment.SMALL))
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("no answer");
    assertThat(bench.ec2.requests("RunInstances")).hasSize(2);
    assertThat(bench.cloud.made()).isEqualTo(1);
  }

  @Test
  @DisplayName("EC2-2 many tags and large ones arrive as they are")
  void manyTags() throws Exception {
    Map<String, String> tags = new HashMap<>(Ec2Bench.TAGS);
    for (int i = 0; i < 40; i++) {
      tags.put("key " + i, "ü=&<%+\"'\n" + i);
    }

    Instance made = bench.set().create(bench.request(Ec2Environment.SMALL).withTags(tags));

    assertThat(tagsSent().get("instance")).isEqualTo(tags);
    bench.set().instances(Ec2Bench.TAGS);
    List<Instance> listed = bench.set().instances(tags);
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).id()).isEqualTo(made.id());
    assertThat(listed.get(0).tags()).isEqualTo(tags);
  }
}
