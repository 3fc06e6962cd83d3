package io.dispatchcloud.api.cloud;

import java.util.Objects;

/**
 * The GPUs of an instance type.
 *
 * @param stack {@code cuda} or {@code rocm}; empty for none
 * @param driverVersion the version of the driver that its image has: {@code 11.0}; empty for none
 * @param hardwareTarget a CUDA compute capability ({@code 9.0}) or a ROCm target ({@code gfx1100})
 * @param deviceCount how many devices; 0 or more
 * @param vram memory of each device, in bytes; 0 or more
 */
public record GpuDevices(
    String stack, String driverVersion, String hardwareTarget, int deviceCount, long vram) {
  /** No GPU at all. */
  public static final GpuDevices NONE = new GpuDevices("", "", "", 0, 0);

  public GpuDevices {
    Objects.requireNonNull(stack, "stack");
    Objects.requireNonNull(driverVersion, "driverVersion");
    Objects.requireNonNull(hardwareTarget, "hardwareTarget");
    if (deviceCount < 0) {
      throw new IllegalArgumentException(
          "gpu.deviceCount: '" + deviceCount + "'; expected 0 or more");
    }
    if (vram < 0) {
      throw new IllegalArgumentException("gpu.vram: '" + vram + "'; expected 0 or more bytes");
    }
    if (stack.isEmpty() && deviceCount > 0) {
      throw new IllegalArgumentException(
          "gpu.stack: nothing given; expected cuda or rocm where there are devices");
    }
  }
}
