package io.dispatchcloud.server.job;

import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.container.GpuNeeds;
import java.util.List;
import java.util.Optional;

/** Reads the GPUs that a container needs. */
final class GpuReader {
  static final Parameter<String> STACK = Parameter.text("stack", "cuda or rocm").required();
  static final Parameter<Long> DEVICE_COUNT =
      Parameter.integer("deviceCount", "devices", 0, 1_000).defaultsTo(1L);
  static final Parameter<Long> VRAM =
      Parameter.size("vram", "memory of each device").defaultsTo(0L);

  private static final Parameter<String> DRIVER_VERSION =
      Parameter.text("driverVersion", "the oldest driver that will do").defaultsTo("");
  private static final Parameter<List<String>> HARDWARE_TARGETS =
      Parameter.textList("hardwareTargets", "what it was built for").defaultsTo(List.of());
  private static final List<Parameter<?>> NEEDS =
      List.of(STACK, DEVICE_COUNT, DRIVER_VERSION, HARDWARE_TARGETS, VRAM);

  private GpuReader() {}

  static Optional<GpuNeeds> needs(Section section) {
    section.refuseUnknown(NEEDS, List.of());
    return section
        .parameters(NEEDS)
        .map(
            given ->
                new GpuNeeds(
                    given.get(STACK),
                    given.get(DEVICE_COUNT).intValue(),
                    given.get(DRIVER_VERSION),
                    given.get(HARDWARE_TARGETS),
                    given.get(VRAM)));
  }
}
