package io.dispatchcloud.core.sizing;

import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.config.Quantities;
import io.dispatchcloud.api.container.GpuNeeds;
import java.util.List;
import java.util.Optional;

/** Whether the GPUs of a type are those that a container needs (TYPE-2). */
final class GpuFit {
  private static final String CUDA = "cuda";
  private static final String ROCM = "rocm";

  private GpuFit() {}

  static boolean isKnownStack(String stack) {
    return stack.isEmpty() || stack.equals(CUDA) || stack.equals(ROCM);
  }

  /** The first thing that a type's GPUs miss. */
  static Optional<String> missing(GpuDevices devices, GpuNeeds needs) {
    if (!devices.stack().equals(needs.stack())) {
      return Optional.of(
          "has GPU stack " + orNone(devices.stack()) + ", needed is " + orNone(needs.stack()));
    }
    if (devices.deviceCount() < needs.deviceCount()) {
      return Optional.of(
          "has " + devices.deviceCount() + " GPUs, needed are " + needs.deviceCount());
    }
    if (devices.vram() < needs.vram()) {
      return Optional.of(
          "has "
              + Quantities.format(devices.vram())
              + " of memory a GPU, needed are "
              + Quantities.format(needs.vram()));
    }
    if (needs.deviceCount() == 0) {
      return Optional.empty();
    }
    if (!Version.notOlder(devices.driverVersion(), needs.driverVersion())) {
      return Optional.of(
          "has GPU driver "
              + orNone(devices.driverVersion())
              + ", needed is "
              + orNone(needs.driverVersion())
              + " or newer");
    }
    if (!targetFits(devices, needs)) {
      return Optional.of(
          "has GPU target "
              + orNone(devices.hardwareTarget())
              + ", needed is "
              + orNone(String.join(" or ", needs.hardwareTargets())));
    }
    return Optional.empty();
  }

  private static boolean targetFits(GpuDevices devices, GpuNeeds needs) {
    String target = devices.hardwareTarget();
    List<String> targets = needs.hardwareTargets();
    boolean cuda = needs.stack().equals(CUDA);
    // Code for one CUDA capability also runs on newer devices; code for a list was built for just
    // those.
    if (cuda && targets.size() == 1) {
      return Version.notOlder(target, targets.get(0));
    }
    return !target.isEmpty() && targets.contains(target) && (!cuda || Version.isVersion(target));
  }

  private static String orNone(String text) {
    return text.isEmpty() ? "none" : text;
  }
}
