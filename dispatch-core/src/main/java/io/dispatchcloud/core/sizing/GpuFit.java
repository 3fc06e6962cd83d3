package io.dispatchcloud.core.sizing;

import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.container.GpuNeeds;
import io.dispatchcloud.core.Misfit;
import io.dispatchcloud.core.Shortage.Resource;
import java.util.List;

/** Whether the GPUs of a type are those that a container needs (TYPE-2). */
final class GpuFit {
  private static final String CUDA = "cuda";
  private static final String ROCM = "rocm";

  private GpuFit() {}

  static boolean isKnownStack(String stack) {
    return stack.isEmpty() || stack.equals(CUDA) || stack.equals(ROCM);
  }

  /** Adds all that a type's GPUs miss; of another stack nothing else is worth a word. */
  static void addMissing(List<Misfit> misfits, GpuDevices devices, GpuNeeds needs) {
    if (!devices.stack().equals(needs.stack())) {
      misfits.add(new Misfit.OtherGpuStack(needs.stack(), devices.stack()));
      return;
    }
    Sizer.tooSmall(misfits, Resource.GPUS, needs.deviceCount(), devices.deviceCount());
    Sizer.tooSmall(misfits, Resource.VRAM_PER_GPU, needs.vram(), devices.vram());
    if (needs.deviceCount() == 0) {
      return;
    }
    if (!Version.notOlder(devices.driverVersion(), needs.driverVersion())) {
      misfits.add(new Misfit.OldGpuDriver(needs.driverVersion(), devices.driverVersion()));
    }
    if (!targetFits(devices, needs)) {
      misfits.add(new Misfit.OtherGpuTarget(needs.hardwareTargets(), devices.hardwareTarget()));
    }
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
}
