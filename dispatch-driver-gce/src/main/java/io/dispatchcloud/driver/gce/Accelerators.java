package io.dispatchcloud.driver.gce;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.QuotaGroup;
import java.util.Map;
import java.util.Set;

/** Which GPUs there are, and which have to be attached. Immutable. */
final class Accelerators {
  private static final long GIB = 1L << 30;

  /** What is known of Google's GPUs: a CUDA compute capability, and memory in GiB. */
  private static final Map<String, GpuDevices> KNOWN =
      Map.ofEntries(
          known("nvidia-tesla-p100", "6.0", 16),
          known("nvidia-tesla-p4", "6.1", 8),
          known("nvidia-tesla-v100", "7.0", 16),
          known("nvidia-tesla-t4", "7.5", 16),
          known("nvidia-tesla-a100", "8.0", 40),
          known("nvidia-a100-80gb", "8.0", 80),
          known("nvidia-l4", "8.9", 24),
          known("nvidia-h100-80gb", "9.0", 80),
          known("nvidia-h100-mega-80gb", "9.0", 80),
          known("nvidia-h200-141gb", "9.0", 141),
          known("nvidia-b200", "10.0", 180),
          known("nvidia-rtx-pro-6000", "12.0", 96));

  private final Map<String, String> byTarget;
  private final Map<String, String> groups;

  Accelerators(GceConfig config) {
    this.byTarget = config.acceleratorTypes();
    this.groups = config.quotaGroups();
  }

  private static Map.Entry<String, GpuDevices> known(String name, String target, int gib) {
    return Map.entry(name, new GpuDevices("cuda", "", target, 1, gib * GIB));
  }

  /** What a machine type with such GPUs has; those that are not known have no target. */
  static GpuDevices devices(String acceleratorType, int count) {
    GpuDevices one = KNOWN.getOrDefault(acceleratorType, new GpuDevices("cuda", "", "", 1, 0));
    return new GpuDevices(one.stack(), "", one.hardwareTarget(), count, one.vram());
  }

  /** These come with GPUs, which need not be asked for. */
  private static final Set<String> BUILT_IN = Set.of("a2", "a3", "a4", "a4x", "g2", "g4");

  private static boolean isAttached(InstanceType type) {
    return type.gpu().deviceCount() > 0 && !BUILT_IN.contains(family(type));
  }

  /**
   * The accelerator type to attach.
   *
   * @return empty if there is none to attach
   * @throws CloudException if nothing is known that has the type's hardware target
   */
  String attachedTo(InstanceType type) throws CloudException {
    if (!isAttached(type)) {
      return "";
    }
    String found = byTarget.get(type.gpu().hardwareTarget());
    if (found == null) {
      throw new CloudException(
          "the type "
              + type.name()
              + " has the GPU hardware target '"
              + type.gpu().hardwareTarget()
              + "'; expected one of acceleratorTypes: "
              + String.join(", ", byTarget.keySet().stream().sorted().toList()));
    }
    return found;
  }

  /** The types that share a limit with this one. */
  QuotaGroup quotaGroup(InstanceType type) {
    String family = family(type);
    String group = groups.getOrDefault(family, family);
    if (isAttached(type)) {
      // The limit is the GPU's, and not that of all those without.
      String target = type.gpu().hardwareTarget();
      group += "-" + byTarget.getOrDefault(target, "gpu");
    }
    return new QuotaGroup(type.preemptible() ? group + "-spot" : group);
  }

  /** The word before the first hyphen: {@code n2} of {@code n2-standard-4}. */
  private static String family(InstanceType type) {
    String name = type.providerType();
    int hyphen = name.indexOf('-');
    return hyphen > 0 ? name.substring(0, hyphen) : name;
  }
}
