package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.MachineType;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.cloud.InstanceType;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The machine types of the set's zones, with what the price table knows of them. */
final class Catalog {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  /** What the operating system takes of a boot disk. */
  private static final long SYSTEM_GIB = 10;

  private final GceConfig config;
  private final PriceTable prices;
  private final System.Logger logger;

  Catalog(GceConfig config, DriverContext context) {
    this.config = config;
    this.prices = PriceTable.of(GceConfig.region(config.zones().get(0)));
    this.logger = context.logger();
  }

  /** All types that have a price, each as such and as a preemptible one, cheapest first. */
  List<InstanceType> types(Listings listings) throws ApiException {
    Map<String, MachineType> machines = new TreeMap<>();
    for (String zone : config.zones()) {
      listings.machineTypes(zone).forEach(each -> machines.putIfAbsent(each.getName(), each));
    }
    List<InstanceType> types = new ArrayList<>();
    List<String> unpriced = new ArrayList<>();
    for (MachineType machine : machines.values()) {
      if (machine.hasDeprecated() && !machine.getDeprecated().getState().equals("ACTIVE")) {
        continue;
      }
      prices
          .find(machine.getName())
          .ifPresentOrElse(
              price -> {
                types.add(type(machine, machine.getName(), price.onDemand(), false));
                types.add(type(machine, machine.getName() + ".spot", price.spot(), true));
              },
              () -> unpriced.add(machine.getName()));
    }
    if (!unpriced.isEmpty()) {
      logger.log(
          Level.INFO,
          "machine types without a price in the table of {0}, left out: {1}",
          PriceTable.DATE,
          String.join(", ", unpriced));
    }
    types.sort(Comparator.comparing(InstanceType::price).thenComparing(InstanceType::name));
    return List.copyOf(types);
  }

  private InstanceType type(
      MachineType machine, String name, BigDecimal price, boolean preemptible) {
    return InstanceType.builder(name, machine.getGuestCpus(), machine.getMemoryMb() * MIB, price)
        .providerType(machine.getName())
        .includedScratch(Math.max(0, config.diskGib() - SYSTEM_GIB) * GIB)
        .preemptible(preemptible)
        .gpu(gpu(machine))
        .build();
  }

  private static GpuDevices gpu(MachineType machine) {
    return machine.getAcceleratorsCount() == 0
        ? GpuDevices.NONE
        : Accelerators.devices(
            machine.getAccelerators(0).getGuestAcceleratorType(),
            machine.getAccelerators(0).getGuestAcceleratorCount());
  }
}
