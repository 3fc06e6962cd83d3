package io.dispatchcloud.server.job;

import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.Parameters;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Reads one of {@code instanceTypes}. */
final class InstanceTypeReader {
  private static final Parameter<String> PROVIDER_TYPE =
      Parameter.text("providerType", "what the provider calls it; its name unless given");
  private static final Parameter<Long> VCPUS =
      Parameter.integer("vcpus", "virtual CPUs", 1, 1_000_000).required();
  private static final Parameter<Long> RAM = Parameter.size("ram", "memory").required();
  private static final Parameter<Long> INCLUDED_SCRATCH =
      Parameter.size("includedScratch", "disk space that comes with it").defaultsTo(0L);
  private static final Parameter<Long> ADDED_SCRATCH =
      Parameter.size("addedScratch", "disk space that is added").defaultsTo(0L);
  private static final Parameter<BigDecimal> PRICE =
      Parameter.decimal("price", "price an hour").required();
  private static final Parameter<Boolean> PREEMPTIBLE =
      Parameter.flag("preemptible", "whether the provider may take it back").defaultsTo(false);
  private static final List<Parameter<?>> TYPE =
      List.of(PROVIDER_TYPE, VCPUS, RAM, INCLUDED_SCRATCH, ADDED_SCRATCH, PRICE, PREEMPTIBLE);

  private static final String GPU = "gpu";
  private static final Parameter<String> DRIVER_VERSION =
      Parameter.text("driverVersion", "the version of its driver").defaultsTo("");
  private static final Parameter<String> HARDWARE_TARGET =
      Parameter.text("hardwareTarget", "what its devices can run").defaultsTo("");
  private static final List<Parameter<?>> DEVICES =
      List.of(
          GpuReader.STACK, DRIVER_VERSION, HARDWARE_TARGET, GpuReader.DEVICE_COUNT, GpuReader.VRAM);

  private InstanceTypeReader() {}

  /** Reads it; empty, with faults, if something is wrong. */
  static Optional<InstanceType> read(String name, Section section) {
    section.refuseUnknown(TYPE, List.of(GPU));
    Optional<Parameters> read = section.parameters(TYPE);
    Optional<Section> gpuSection = section.section(GPU);
    Optional<GpuDevices> gpu =
        gpuSection.isEmpty()
            ? Optional.of(GpuDevices.NONE)
            : gpuSection.flatMap(InstanceTypeReader::devices);
    if (read.isEmpty() || gpu.isEmpty()) {
      return Optional.empty();
    }
    Parameters given = read.get();
    if (given.get(RAM) < 1) {
      section.fault(RAM.name(), "0", "1 byte or more");
      return Optional.empty();
    }
    if (given.get(INCLUDED_SCRATCH) > Long.MAX_VALUE - given.get(ADDED_SCRATCH)) {
      section.fault(
          ADDED_SCRATCH.name(),
          given.get(ADDED_SCRATCH).toString(),
          "less than 8 EiB of scratch in all");
      return Optional.empty();
    }
    return Optional.of(
        new InstanceType(
            name,
            given.find(PROVIDER_TYPE).orElse(name),
            given.get(VCPUS).intValue(),
            given.get(RAM),
            given.get(INCLUDED_SCRATCH),
            given.get(ADDED_SCRATCH),
            given.get(PRICE),
            given.get(PREEMPTIBLE),
            gpu.get()));
  }

  private static Optional<GpuDevices> devices(Section section) {
    section.refuseUnknown(DEVICES, List.of());
    return section
        .parameters(DEVICES)
        .map(
            given ->
                new GpuDevices(
                    given.get(GpuReader.STACK),
                    given.get(DRIVER_VERSION),
                    given.get(HARDWARE_TARGET),
                    given.get(GpuReader.DEVICE_COUNT).intValue(),
                    given.get(GpuReader.VRAM)));
  }
}
