package io.dispatchcloud.queue.arvados;

import io.dispatchcloud.api.container.GpuNeeds;
import io.dispatchcloud.api.container.Needs;
import java.util.List;

/**
 * Reads what a container needs (CTR-6) from its {@code runtime_constraints} and {@code mounts}. The
 * size of its image is not known there, so it counts as nothing.
 */
final class NeedsReader {
  /**
   * What stands for needs that were never read: more than there is, so no room is left (ROOM-1).
   */
  static final Needs UNKNOWN = new Needs(Integer.MAX_VALUE, 0, 0, 0, 0, 0, GpuNeeds.NONE);

  private NeedsReader() {}

  static Needs read(Fields container) throws BadAnswerException {
    Fields constraints = container.object("runtime_constraints");
    return new Needs(
        (int) constraints.whole("vcpus", 0, Integer.MAX_VALUE),
        constraints.bytes("ram"),
        constraints.bytes("keep_cache_ram"),
        scratch(container.object("mounts")),
        0,
        constraints.bytes("keep_cache_disk"),
        gpu(constraints));
  }

  private static long scratch(Fields mounts) throws BadAnswerException {
    long sum = 0;
    for (Fields mount : mounts.values()) {
      if ("tmp".equals(mount.textIfAny("kind"))) {
        long capacity = mount.bytes("capacity");
        if (capacity > Long.MAX_VALUE - sum) {
          throw mount.bad("capacity", "'" + capacity + "'", "less in all than can be counted");
        }
        sum += capacity;
      }
    }
    return sum;
  }

  /** The newer {@code gpu}, else the older {@code cuda}, where one of them asks for devices. */
  private static GpuNeeds gpu(Fields constraints) throws BadAnswerException {
    Fields gpu = constraints.object("gpu");
    int devices = devices(gpu);
    if (devices > 0) {
      String stack = gpu.textIfAny("stack");
      if (stack == null || stack.isEmpty()) {
        throw gpu.bad("stack", "nothing", "cuda or rocm where devices are asked for");
      }
      return new GpuNeeds(
          stack, devices, version(gpu), gpu.texts("hardware_target"), gpu.bytes("vram"));
    }
    Fields cuda = constraints.object("cuda");
    devices = devices(cuda);
    if (devices == 0) {
      return GpuNeeds.NONE;
    }
    String capability = cuda.textIfAny("hardware_capability");
    List<String> targets =
        capability == null || capability.isEmpty() ? List.of() : List.of(capability);
    return new GpuNeeds("cuda", devices, version(cuda), targets, 0);
  }

  private static int devices(Fields fields) throws BadAnswerException {
    return (int) fields.whole("device_count", 0, Integer.MAX_VALUE);
  }

  private static String version(Fields fields) throws BadAnswerException {
    String version = fields.textIfAny("driver_version");
    return version == null ? "" : version;
  }
}
