package io.dispatchcloud.api.container;

import java.util.List;
import java.util.Objects;

/**
 * The GPUs that a container needs.
 *
 * @param stack {@code cuda} or {@code rocm}; empty for none. Others are taken, too: that no
 *     instance type fits them is found, and said, when types are chosen
 * @param deviceCount how many devices; 0 or more
 * @param driverVersion the oldest driver that will do: {@code 11.0}
 * @param hardwareTargets for CUDA the compute capability it was built for, or several; for ROCm the
 *     targets it was built for
 * @param vram memory that each device must have, in bytes; 0 or more
 */
public record GpuNeeds(
    String stack, int deviceCount, String driverVersion, List<String> hardwareTargets, long vram) {
  /** No GPU. */
  public static final GpuNeeds NONE = new GpuNeeds("", 0, "", List.of(), 0);

  public GpuNeeds {
    Objects.requireNonNull(stack, "stack");
    Objects.requireNonNull(driverVersion, "driverVersion");
    hardwareTargets = List.copyOf(hardwareTargets);
    if (deviceCount < 0) {
      throw new IllegalArgumentException(
          "gpu.deviceCount: '" + deviceCount + "'; expected 0 or more");
    }
    if (vram < 0) {
      throw new IllegalArgumentException("gpu.vram: '" + vram + "'; expected 0 or more bytes");
    }
    if (stack.isEmpty() && deviceCount > 0) {
      throw new IllegalArgumentException(
          "gpu.stack: nothing given; expected cuda or rocm where devices are asked for");
    }
  }
}
