package io.dispatchcloud.driver.ec2;

import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** What EC2 looks at in a request for an instance before it makes one. */
final class FakeLaunchRules {
  private static final int USER_DATA_MAX = 16_384;
  private static final int TAGS_MAX = 50;

  private FakeLaunchRules() {}

  static void check(RunInstancesRequest request, Set<String> keyNames) {
    require(
        request.imageId() != null && request.imageId().matches("ami-[0-9a-f]+"),
        "InvalidAMIID.Malformed",
        "Invalid id: \"" + request.imageId() + "\"");
    require(
        FakeCloud.TYPES.contains(String.valueOf(request.instanceTypeAsString())),
        "InvalidParameterValue",
        "Invalid value '" + request.instanceTypeAsString() + "' for InstanceType.");
    require(
        Integer.valueOf(1).equals(request.minCount())
            && Integer.valueOf(1).equals(request.maxCount()),
        "InvalidParameterValue",
        "the driver asks for one instance at a time");
    require(
        request.keyName() == null || keyNames.contains(request.keyName()),
        "InvalidKeyPair.NotFound",
        "The key pair '" + request.keyName() + "' does not exist");
    require(
        request.clientToken() != null && request.clientToken().matches("[!-~]{1,64}"),
        "InvalidParameterValue",
        "Invalid client token");
    int length = Base64.getDecoder().decode(String.valueOf(request.userData())).length;
    require(
        length <= USER_DATA_MAX, "InvalidParameterValue", "User data is limited to 16384 bytes");
    request.networkInterfaces().forEach(FakeLaunchRules::checkInterface);
    require(
        request.networkInterfaces().isEmpty()
            || (request.subnetId() == null && request.securityGroupIds().isEmpty()),
        "InvalidParameterCombination",
        "Network interfaces and an instance-level subnet ID may not be specified on the same"
            + " request");
    request
        .blockDeviceMappings()
        .forEach(
            disk ->
                require(
                    disk.ebs() == null || disk.ebs().volumeSize() >= 1,
                    "InvalidParameterValue",
                    "Volume of size 0GiB is too small"));
    if (request.instanceMarketOptions() != null) {
      require(
          "spot".equals(request.instanceMarketOptions().marketTypeAsString()),
          "InvalidParameterValue",
          "market type");
    }
    tags(request, "");
  }

  private static void checkInterface(InstanceNetworkInterfaceSpecification card) {
    require(
        card.subnetId() == null || FakeCloud.ZONES.containsKey(card.subnetId()),
        "InvalidSubnetID.NotFound",
        "The subnet ID '" + card.subnetId() + "' does not exist");
    card.groups()
        .forEach(
            group ->
                require(
                    group.equals(FakeCloud.SECURITY_GROUP),
                    "InvalidGroup.NotFound",
                    "The security group '" + group + "' does not exist"));
  }

  static void require(boolean right, String code, String message) {
    if (!right) {
      throw new ApiError(code, message);
    }
  }

  /** The tags for one kind of resource; all kinds are checked. */
  static Map<String, String> tags(RunInstancesRequest request, String kind) {
    Set<String> known = new HashSet<>(Set.of("instance", "volume", "network-interface"));
    if (request.instanceMarketOptions() != null) {
      known.add("spot-instances-request");
    }
    Map<String, String> found = Map.of();
    for (TagSpecification specification : request.tagSpecifications()) {
      String type = specification.resourceTypeAsString();
      require(
          known.remove(type),
          "InvalidParameterValue",
          "'" + type + "' is not a valid taggable resource type for this operation.");
      Map<String, String> tags = checked(specification.tags());
      found = type.equals(kind) ? tags : found;
    }
    return found;
  }

  static Map<String, String> checked(List<Tag> tags) {
    Map<String, String> map = new TreeMap<>();
    for (Tag tag : tags) {
      require(
          tag.key() != null && !tag.key().isEmpty() && tag.key().length() <= 128,
          "InvalidParameterValue",
          "Tag key exceeds the maximum length of 128 characters");
      require(
          !tag.key().startsWith("aws:"),
          "InvalidParameterValue",
          "Tag keys starting with 'aws:' are reserved for internal use");
      String value = tag.value() == null ? "" : tag.value();
      require(
          value.length() <= 256,
          "InvalidParameterValue",
          "Tag value exceeds the maximum length of 256 characters");
      map.put(tag.key(), value);
    }
    require(
        map.size() <= TAGS_MAX,
        "TagLimitExceeded",
        "The maximum number of Tags for a resource has been reached.");
    return map;
  }
}
