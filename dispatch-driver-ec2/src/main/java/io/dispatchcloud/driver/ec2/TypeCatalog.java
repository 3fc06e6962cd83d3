package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.cloud.InstanceType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GpuDeviceInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;

/** The instance types of a region with their sizes, from EC2, and their prices, from the table. */
final class TypeCatalog {
  private static final int PAGE = 100;
  private static final long MIB = 1L << 20;
  private static final long GB = 1_000_000_000L;
  private static final Map<String, String> STACKS = Map.of("NVIDIA", "cuda", "AMD", "rocm");

  private final Ec2Connection connection;
  private final Ec2Settings settings;
  private final DriverContext context;

  TypeCatalog(Ec2Connection connection, Ec2Settings settings, DriverContext context) {
    this.connection = connection;
    this.settings = settings;
    this.context = context;
  }

  /** Those whose price is known, cheapest first. */
  List<InstanceType> types() throws CloudException {
    Map<String, BigDecimal> prices = PriceTable.read();
    Set<String> withoutPrice = new TreeSet<>();
    List<InstanceType> types = new ArrayList<>();
    for (InstanceTypeInfo info : infos()) {
      BigDecimal price = prices.get(info.instanceTypeAsString());
      if (price == null) {
        withoutPrice.add(info.instanceTypeAsString());
      } else {
        types.add(type(info, price));
      }
    }
    if (!withoutPrice.isEmpty()) {
      context
          .logger()
          .log(
              System.Logger.Level.WARNING,
              "types without a known price are left out: {0}",
              String.join(", ", withoutPrice));
    }
    types.sort(Comparator.comparing(InstanceType::price).thenComparing(InstanceType::name));
    return List.copyOf(types);
  }

  private List<InstanceTypeInfo> infos() throws CloudException {
    Filter runsImages =
        Filter.builder()
            .name("processor-info.supported-architecture")
            .values(settings.architecture())
            .build();
    List<InstanceTypeInfo> infos = new ArrayList<>();
    Pages.forEach(
        "listing instance types",
        new Deadline(context.clock()),
        token -> {
          DescribeInstanceTypesResponse page =
              connection.call(
                  CallKind.ASK,
                  client ->
                      client.describeInstanceTypes(
                          request ->
                              request.filters(runsImages).maxResults(PAGE).nextToken(token)));
          page.instanceTypes().stream().filter(this::isUsable).forEach(infos::add);
          return page.nextToken();
        });
    return infos;
  }

  private boolean isUsable(InstanceTypeInfo info) {
    return info.instanceTypeAsString() != null
        && info.processorInfo() != null
        && info.processorInfo().supportedArchitecturesAsStrings().contains(settings.architecture())
        && info.vCpuInfo() != null
        && isPositive(info.vCpuInfo().defaultVCpus())
        && info.memoryInfo() != null
        && isPositive(info.memoryInfo().sizeInMiB());
  }

  private static boolean isPositive(@Nullable Number number) {
    return number != null && number.longValue() > 0;
  }

  private static InstanceType type(InstanceTypeInfo info, BigDecimal price) {
    return InstanceType.builder(
            info.instanceTypeAsString(),
            info.vCpuInfo().defaultVCpus(),
            info.memoryInfo().sizeInMiB() * MIB,
            price)
        .includedScratch(disks(info))
        .gpu(gpus(info))
        .build();
  }

  private static long disks(InstanceTypeInfo info) {
    boolean any =
        info.instanceStorageInfo() != null && info.instanceStorageInfo().totalSizeInGB() != null;
    return any ? info.instanceStorageInfo().totalSizeInGB() * GB : 0;
  }

  /** EC2 tells makers, names and sizes; what a device can do is in a table of the driver's. */
  private static GpuDevices gpus(InstanceTypeInfo info) {
    if (info.gpuInfo() == null || info.gpuInfo().gpus().isEmpty()) {
      return GpuDevices.NONE;
    }
    GpuDeviceInfo gpu = info.gpuInfo().gpus().get(0);
    String stack = STACKS.getOrDefault(String.valueOf(gpu.manufacturer()), "");
    // Less than one device: a share of one that several instances have together.
    if (stack.isEmpty() || gpu.count() == null || gpu.count() < 1) {
      return GpuDevices.NONE;
    }
    boolean sized = gpu.memoryInfo() != null && gpu.memoryInfo().sizeInMiB() != null;
    return new GpuDevices(
        stack,
        "",
        GpuTargets.of(String.valueOf(gpu.name())),
        gpu.count(),
        sized ? gpu.memoryInfo().sizeInMiB() * MIB : 0);
  }
}
