package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.InstanceType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfileSpecification;
import software.amazon.awssdk.services.ec2.model.InstanceInterruptionBehavior;
import software.amazon.awssdk.services.ec2.model.InstanceMarketOptionsRequest;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataEndpointState;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ec2.model.SpotInstanceType;
import software.amazon.awssdk.services.ec2.model.SpotMarketOptions;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** What EC2 is asked for when an instance is to be made (EC2-2). */
final class LaunchRequest {
  private static final long GIB = 1L << 30;
  private static final String SCRATCH_DEVICE = "/dev/xvdt";

  private LaunchRequest() {}

  /**
   * The request for one attempt in one subnet.
   *
   * @param wanted what the dispatcher wants
   * @param tags what all that is made carries
   * @param settings the driver's
   * @param keyName the key pair; null for none
   * @param subnet empty for the default VPC's
   * @param clientToken what makes a repetition harmless
   */
  static RunInstancesRequest of(
      CreateRequest wanted,
      Map<String, String> tags,
      Ec2Settings settings,
      @Nullable String keyName,
      Optional<String> subnet,
      String clientToken) {
    InstanceType type = wanted.type();
    RunInstancesRequest.Builder request =
        RunInstancesRequest.builder()
            .imageId(wanted.image())
            .instanceType(type.providerType())
            .minCount(1)
            .maxCount(1)
            .clientToken(clientToken)
            .keyName(keyName)
            .userData(userData(wanted.initCommand()))
            .instanceInitiatedShutdownBehavior(ShutdownBehavior.TERMINATE)
            .networkInterfaces(networkInterface(settings.securityGroupIds(), subnet))
            .metadataOptions(
                InstanceMetadataOptionsRequest.builder()
                    .httpEndpoint(InstanceMetadataEndpointState.ENABLED)
                    .httpTokens(HttpTokensState.REQUIRED)
                    .httpPutResponseHopLimit(1)
                    .build())
            .tagSpecifications(tagSpecifications(tags, type.preemptible()));
    if (settings.instanceProfile() != null) {
      request.iamInstanceProfile(profile(settings.instanceProfile()));
    }
    if (type.addedScratch() > 0) {
      request.blockDeviceMappings(scratchVolume(type, settings.volumeType()));
    }
    if (type.preemptible()) {
      request.instanceMarketOptions(spot(type));
    }
    return request.build();
  }

  /** The scratch volume's size: whole GiB, rounded up. */
  static int scratchGib(InstanceType type) {
    long whole = type.addedScratch() / GIB + (type.addedScratch() % GIB == 0 ? 0 : 1);
    return (int) Math.min(whole, Integer.MAX_VALUE);
  }

  private static String userData(String initCommand) {
    byte[] script = ("#!/bin/sh\n" + initCommand).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(script);
  }

  /** Without a public address; goes with its instance. */
  private static InstanceNetworkInterfaceSpecification networkInterface(
      List<String> securityGroupIds, Optional<String> subnet) {
    InstanceNetworkInterfaceSpecification.Builder card =
        InstanceNetworkInterfaceSpecification.builder()
            .deviceIndex(0)
            .associatePublicIpAddress(false)
            .deleteOnTermination(true)
            .subnetId(subnet.orElse(null));
    if (!securityGroupIds.isEmpty()) {
      card.groups(securityGroupIds);
    }
    return card.build();
  }

  private static IamInstanceProfileSpecification profile(String nameOrArn) {
    IamInstanceProfileSpecification.Builder profile = IamInstanceProfileSpecification.builder();
    return (nameOrArn.startsWith("arn:") ? profile.arn(nameOrArn) : profile.name(nameOrArn))
        .build();
  }

  private static BlockDeviceMapping scratchVolume(InstanceType type, String volumeType) {
    return BlockDeviceMapping.builder()
        .deviceName(SCRATCH_DEVICE)
        .ebs(
            volume ->
                volume
                    .volumeSize(scratchGib(type))
                    .volumeType(volumeType)
                    .deleteOnTermination(true))
        .build();
  }

  private static InstanceMarketOptionsRequest spot(InstanceType type) {
    SpotMarketOptions.Builder spot =
        SpotMarketOptions.builder()
            .spotInstanceType(SpotInstanceType.ONE_TIME)
            .instanceInterruptionBehavior(InstanceInterruptionBehavior.TERMINATE);
    if (type.price().signum() > 0) {
      spot.maxPrice(type.price().toPlainString());
    }
    return InstanceMarketOptionsRequest.builder()
        .marketType(MarketType.SPOT)
        .spotOptions(spot.build())
        .build();
  }

  /** On all that is made, from its first moment: what is left behind is found by them. */
  private static List<TagSpecification> tagSpecifications(
      Map<String, String> tags, boolean preemptible) {
    List<Tag> all = Tags.toSdk(tags);
    Stream<ResourceType> made =
        Stream.of(ResourceType.INSTANCE, ResourceType.VOLUME, ResourceType.NETWORK_INTERFACE);
    return (preemptible
            ? Stream.concat(made, Stream.of(ResourceType.SPOT_INSTANCES_REQUEST))
            : made)
        .map(type -> TagSpecification.builder().resourceType(type).tags(all).build())
        .toList();
  }
}
