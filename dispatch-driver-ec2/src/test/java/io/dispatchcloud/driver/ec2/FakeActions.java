package io.dispatchcloud.driver.ec2;

import static java.lang.Boolean.TRUE;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.ec2.model.*;

/** The actions of the fake EC2: how each is asked and what it answers. */
final class FakeActions {
  private static final int PAGE_MAX = 1_000;

  private final FakeCloud cloud;

  /** What is left of listings that did not fit on a page. */
  private final Map<String, List<Instance>> pages = new ConcurrentHashMap<>();

  FakeActions(FakeCloud cloud) {
    this.cloud = cloud;
  }

  void register(FakeEc2 ec2) {
    ec2.on("RunInstances", RunInstancesRequest::builder, this::runInstances);
    ec2.on("DescribeInstances", DescribeInstancesRequest::builder, this::describeInstances);
    ec2.on("TerminateInstances", TerminateInstancesRequest::builder, this::terminateInstances);
    ec2.on("CreateTags", CreateTagsRequest::builder, this::createTags);
    ec2.on("DeleteTags", DeleteTagsRequest::builder, this::deleteTags);
    ec2.on("DescribeTags", DescribeTagsRequest::builder, this::describeTags);
    ec2.on("ImportKeyPair", ImportKeyPairRequest::builder, this::importKeyPair);
    ec2.on("DescribeKeyPairs", DescribeKeyPairsRequest::builder, this::describeKeyPairs);
    ec2.on("DeleteKeyPair", DeleteKeyPairRequest::builder, this::deleteKeyPair);
    ec2.on("GetConsoleOutput", GetConsoleOutputRequest::builder, this::getConsoleOutput);
    FakeStock stock = new FakeStock(cloud);
    ec2.on("DescribeVolumes", DescribeVolumesRequest::builder, stock::describeVolumes);
    ec2.on("CreateVolume", CreateVolumeRequest::builder, stock::createVolume);
    ec2.on("DescribeSubnets", DescribeSubnetsRequest::builder, stock::describeSubnets);
    ec2.on("DeleteVolume", DeleteVolumeRequest::builder, stock::deleteVolume);
    ec2.on(
        "DescribeNetworkInterfaces",
        DescribeNetworkInterfacesRequest::builder,
        stock::describeNetworkInterfaces);
    ec2.on(
        "DeleteNetworkInterface",
        DeleteNetworkInterfaceRequest::builder,
        stock::deleteNetworkInterface);
    ec2.on(
        "DescribeSpotPriceHistory",
        DescribeSpotPriceHistoryRequest::builder,
        stock::describeSpotPriceHistory);
    ec2.on(
        "DescribeInstanceTypes",
        DescribeInstanceTypesRequest::builder,
        stock::describeInstanceTypes);
  }

  private RunInstancesResponse runInstances(RunInstancesRequest request) {
    FakeVm vm = cloud.launch(request);
    return RunInstancesResponse.builder()
        .reservationId(FakeCloud.newId("r"))
        .instances(vm.shown(Map.copyOf(vm.tags)))
        .build();
  }

  private DescribeInstancesResponse describeInstances(DescribeInstancesRequest request) {
    Integer max = request.maxResults();
    FakeLaunchRules.require(
        max == null || (max >= 5 && max <= PAGE_MAX),
        "InvalidParameterValue",
        "Value ( "
            + max
            + " ) for parameter maxResults is invalid. Expecting a value between 5"
            + " and 1000.");
    List<Instance> found;
    if (request.nextToken() == null) {
      found = list(request);
    } else {
      found = pages.remove(request.nextToken());
      FakeLaunchRules.require(found != null, "InvalidNextToken", "The token is not valid");
    }
    int page = Math.min(found.size(), max == null ? PAGE_MAX : max);
    String next = null;
    if (page < found.size()) {
      next = UUID.randomUUID().toString();
      pages.put(next, found.subList(page, found.size()));
    }
    return DescribeInstancesResponse.builder()
        .reservations(
            found.subList(0, page).stream()
                .map(each -> Reservation.builder().reservationId("r-1").instances(each).build())
                .toList())
        .nextToken(next)
        .build();
  }

  private List<Instance> list(DescribeInstancesRequest request) {
    synchronized (cloud) {
      List<Instance> found = new ArrayList<>();
      for (FakeVm vm : cloud.look()) {
        Map<String, List<String>> properties =
            Map.of(
                "instance-id", List.of(vm.id),
                "instance-state-name", List.of(vm.state.toString()),
                "key-name", List.of(String.valueOf(vm.request.keyName())),
                "client-token", List.of(String.valueOf(vm.request.clientToken())));
        if (FakeFilters.pass(request.filters(), vm.tags, properties)) {
          found.add(vm.shown(cloud.show(vm)));
          cloud.pass(vm);
        }
      }
      return found;
    }
  }

  private TerminateInstancesResponse terminateInstances(TerminateInstancesRequest request) {
    request.instanceIds().forEach(cloud::terminate);
    return TerminateInstancesResponse.builder().build();
  }

  private CreateTagsResponse createTags(CreateTagsRequest request) {
    request.resources().forEach(id -> cloud.tag(id, request.tags()));
    return CreateTagsResponse.builder().build();
  }

  private DeleteTagsResponse deleteTags(DeleteTagsRequest request) {
    request.resources().forEach(id -> cloud.untag(id, request.tags()));
    return DeleteTagsResponse.builder().build();
  }

  private DescribeTagsResponse describeTags(DescribeTagsRequest request) {
    synchronized (cloud) {
      List<TagDescription> found = new ArrayList<>();
      for (FakeVm vm : cloud.vms.values()) {
        if (FakeFilters.pass(request.filters(), vm.tags, Map.of("resource-id", List.of(vm.id)))) {
          // What EC2 says of tags is late, too.
          vm.shownTags.forEach(
              (key, value) ->
                  found.add(
                      TagDescription.builder()
                          .resourceId(vm.id)
                          .resourceType("instance")
                          .key(key)
                          .value(value)
                          .build()));
        }
      }
      return DescribeTagsResponse.builder().tags(found).build();
    }
  }

  private ImportKeyPairResponse importKeyPair(ImportKeyPairRequest request) {
    Map<String, String> tags = Map.of();
    for (TagSpecification each : request.tagSpecifications()) {
      FakeLaunchRules.require(
          "key-pair".equals(each.resourceTypeAsString()), "InvalidParameterValue", "tags");
      tags = FakeLaunchRules.checked(each.tags());
    }
    cloud.importKey(request.keyName(), request.publicKeyMaterial().asUtf8String(), tags);
    return ImportKeyPairResponse.builder().keyName(request.keyName()).build();
  }

  private DescribeKeyPairsResponse describeKeyPairs(DescribeKeyPairsRequest request) {
    synchronized (cloud) {
      return DescribeKeyPairsResponse.builder()
          .keyPairs(
              cloud.keyPairs.values().stream()
                  .filter(
                      pair ->
                          FakeFilters.pass(
                              request.filters(),
                              pair.tags,
                              Map.of(
                                  "fingerprint", List.of(pair.fingerprint),
                                  "key-name", List.of(pair.name))))
                  .map(
                      pair ->
                          KeyPairInfo.builder()
                              .keyPairId(pair.id)
                              .keyName(pair.name)
                              .keyFingerprint(pair.fingerprint)
                              .publicKey(
                                  cloud.tellsKeys && TRUE.equals(request.includePublicKey())
                                      ? pair.publicKey
                                      : null)
                              .createTime(pair.made)
                              .tags(Tags.toSdk(pair.tags))
                              .build())
                  .toList())
          .build();
    }
  }

  private DeleteKeyPairResponse deleteKeyPair(DeleteKeyPairRequest request) {
    synchronized (cloud) {
      cloud.keyPairs.values().removeIf(pair -> pair.name.equals(request.keyName()));
      return DeleteKeyPairResponse.builder().build();
    }
  }

  private GetConsoleOutputResponse getConsoleOutput(GetConsoleOutputRequest request) {
    synchronized (cloud) {
      FakeVm vm = cloud.vm(request.instanceId());
      return GetConsoleOutputResponse.builder()
          .instanceId(vm.id)
          .timestamp(Instant.EPOCH)
          .output(
              vm.console.isEmpty()
                  ? null
                  : Base64.getEncoder().encodeToString(vm.console.getBytes(StandardCharsets.UTF_8)))
          .build();
    }
  }
}
