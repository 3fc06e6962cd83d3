package io.dispatchcloud.driver.ec2;

import java.util.Locale;
import java.util.Map;

/** What EC2's GPUs can do, which EC2 does not tell: CUDA capabilities, ROCm targets. */
final class GpuTargets {
  private static final Map<String, String> TARGETS =
      Map.ofEntries(
          Map.entry("m60", "5.2"),
          Map.entry("k80", "3.7"),
          Map.entry("v100", "7.0"),
          Map.entry("t4", "7.5"),
          Map.entry("t4g", "7.5"),
          Map.entry("a100", "8.0"),
          Map.entry("a10g", "8.6"),
          Map.entry("l4", "8.9"),
          Map.entry("l40s", "8.9"),
          Map.entry("h100", "9.0"),
          Map.entry("h200", "9.0"),
          Map.entry("b200", "10.0"),
          Map.entry("b300", "10.3"),
          Map.entry("rtx-pro-server-6000", "12.0"),
          Map.entry("rtx-pro-4500", "12.0"),
          Map.entry("radeon-pro-v520", "gfx1011"));

  private GpuTargets() {}

  /** The target of a device that EC2 names so; empty if it is not known. */
  static String of(String name) {
    return TARGETS.getOrDefault(name.toLowerCase(Locale.ROOT).replace(' ', '-'), "");
  }
}
