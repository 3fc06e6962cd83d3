package io.dispatchcloud.driver.ec2;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.CreateVolumeRequest;
import software.amazon.awssdk.services.ec2.model.CreateVolumeResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInterfaceResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.GpuDeviceInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAttachment;
import software.amazon.awssdk.services.ec2.model.SpotPrice;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeAttachment;

/** Volumes, network interfaces, prices and types of the fake EC2. */
final class FakeStock {
  private static final GpuDeviceInfo H100 =
      GpuDeviceInfo.builder()
          .name("H100")
          .manufacturer("NVIDIA")
          .count(8)
          .memoryInfo(memory -> memory.sizeInMiB(81_920))
          .build();

  private final FakeCloud cloud;

  FakeStock(FakeCloud cloud) {
    this.cloud = cloud;
  }

  private static Map<String, List<String>> status(FakeCloud.Resource of) {
    return Map.of("status", List.of(of.owner.isEmpty() ? "available" : "in-use"));
  }

  DescribeVolumesResponse describeVolumes(DescribeVolumesRequest request) {
    synchronized (cloud) {
      return DescribeVolumesResponse.builder()
          .volumes(
              cloud.volumes.values().stream()
                  .filter(each -> FakeFilters.pass(request.filters(), each.tags, status(each)))
                  .map(FakeStock::volume)
                  .toList())
          .build();
    }
  }

  private static Volume volume(FakeCloud.Resource each) {
    boolean free = each.owner.isEmpty();
    return Volume.builder()
        .volumeId(each.id)
        .state(free ? "available" : "in-use")
        .createTime(each.made)
        .tags(Tags.toSdk(each.tags))
        .attachments(
            free ? List.of() : List.of(VolumeAttachment.builder().instanceId(each.owner).build()))
        .build();
  }

  CreateVolumeResponse createVolume(CreateVolumeRequest request) {
    FakeLaunchRules.require(
        FakeCloud.ZONES.containsValue(request.availabilityZone()),
        "InvalidZone.NotFound",
        "The zone '" + request.availabilityZone() + "' does not exist.");
    Map<String, String> tags = FakeLaunchRules.checked(request.tagSpecifications().get(0).tags());
    return CreateVolumeResponse.builder().volumeId(cloud.leaveVolume(tags)).build();
  }

  DescribeSubnetsResponse describeSubnets(DescribeSubnetsRequest request) {
    return DescribeSubnetsResponse.builder()
        .subnets(
            FakeCloud.ZONES.entrySet().stream()
                .filter(each -> FakeFilters.pass(request.filters(), Map.of(), Map.of()))
                .map(
                    each ->
                        Subnet.builder()
                            .subnetId(each.getKey())
                            .availabilityZone(each.getValue())
                            .build())
                .toList())
        .build();
  }

  DeleteVolumeResponse deleteVolume(DeleteVolumeRequest request) {
    remove(cloud.volumes, request.volumeId(), "InvalidVolume.NotFound", "VolumeInUse");
    return DeleteVolumeResponse.builder().build();
  }

  private void remove(
      Map<String, FakeCloud.Resource> from, String id, String notFound, String inUse) {
    synchronized (cloud) {
      FakeCloud.Resource there = from.get(id);
      FakeLaunchRules.require(there != null, notFound, "'" + id + "' does not exist.");
      FakeLaunchRules.require(there.owner.isEmpty(), inUse, id + " is in use");
      from.remove(id);
    }
  }

  DescribeNetworkInterfacesResponse describeNetworkInterfaces(
      DescribeNetworkInterfacesRequest request) {
    synchronized (cloud) {
      return DescribeNetworkInterfacesResponse.builder()
          .networkInterfaces(
              cloud.networkInterfaces.values().stream()
                  .filter(each -> FakeFilters.pass(request.filters(), each.tags, status(each)))
                  .map(FakeStock::networkInterface)
                  .toList())
          .build();
    }
  }

  private static NetworkInterface networkInterface(FakeCloud.Resource each) {
    boolean free = each.owner.isEmpty();
    return NetworkInterface.builder()
        .networkInterfaceId(each.id)
        .status(free ? "available" : "in-use")
        .tagSet(Tags.toSdk(each.tags))
        .attachment(
            free ? null : NetworkInterfaceAttachment.builder().instanceId(each.owner).build())
        .build();
  }

  DeleteNetworkInterfaceResponse deleteNetworkInterface(DeleteNetworkInterfaceRequest request) {
    remove(
        cloud.networkInterfaces,
        request.networkInterfaceId(),
        "InvalidNetworkInterfaceID.NotFound",
        "InvalidNetworkInterface.InUse");
    return DeleteNetworkInterfaceResponse.builder().build();
  }

  /** Two prices for each type in each zone, a day apart, and the newer one of Windows. */
  DescribeSpotPriceHistoryResponse describeSpotPriceHistory(
      DescribeSpotPriceHistoryRequest request) {
    List<SpotPrice> prices = new ArrayList<>();
    for (String type : request.instanceTypesAsStrings()) {
      for (String zone : FakeCloud.ZONES.values()) {
        Instant now = request.endTime();
        prices.add(price(type, zone, now.minusSeconds(86_400), "0.0310"));
        prices.add(price(type, zone, now.minusSeconds(60), "0.0321"));
        prices.add(price(type, zone, now.minusSeconds(60), "0.0321"));
        prices.add(
            price(type, zone, now.minusSeconds(30), "0.0999").toBuilder()
                .productDescription("Windows")
                .build());
      }
    }
    return DescribeSpotPriceHistoryResponse.builder()
        .spotPriceHistory(prices)
        .nextToken("")
        .build();
  }

  static SpotPrice price(String type, String zone, Instant at, String price) {
    return SpotPrice.builder()
        .instanceType(type)
        .availabilityZone(zone)
        .productDescription("Linux/UNIX")
        .timestamp(at)
        .spotPrice(new BigDecimal(price).toPlainString())
        .build();
  }

  DescribeInstanceTypesResponse describeInstanceTypes(DescribeInstanceTypesRequest request) {
    List<InstanceTypeInfo> infos =
        List.of(
            info("p5.48xlarge", 192, 2_097_152).toBuilder()
                .instanceStorageInfo(disks -> disks.totalSizeInGB(30_400L))
                .gpuInfo(each -> each.gpus(H100))
                .build(),
            info("m5.large", 2, 8_192),
            info("t3.micro", 2, 1_024),
            info("zz9.future", 2, 1_024));
    int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
    boolean more = from + 2 < infos.size();
    return DescribeInstanceTypesResponse.builder()
        .instanceTypes(infos.subList(from, Math.min(from + 2, infos.size())))
        .nextToken(more ? String.valueOf(from + 2) : null)
        .build();
  }

  static InstanceTypeInfo info(String name, int vcpus, long ram) {
    return InstanceTypeInfo.builder()
        .instanceType(name)
        .processorInfo(processor -> processor.supportedArchitecturesWithStrings("x86_64"))
        .vCpuInfo(each -> each.defaultVCpus(vcpus))
        .memoryInfo(each -> each.sizeInMiB(ram))
        .build();
  }
}
