package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.AttachedDisk;
import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.Scheduling;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** What Compute Engine refuses though it has the right form. */
final class FakeRules {
  private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final Pattern VALUE = Pattern.compile("[a-z0-9_-]{0,63}");

  private FakeRules() {}

  static void require(boolean right, String what) {
    if (!right) {
      throw new IllegalArgumentException(what);
    }
  }

  static void checkRequestId(String id) {
    require(!id.isEmpty(), "a request id is expected");
    UUID parsed = UUID.fromString(id);
    require(!parsed.equals(new UUID(0, 0)), "a request id that is not zero is expected");
  }

  static void checkLabels(Map<String, String> labels) {
    require(labels.size() <= 64, "more than 64 labels: " + labels.size());
    labels.forEach(
        (key, value) -> {
          require(KEY.matcher(key).matches(), "label key " + key);
          require(VALUE.matcher(value).matches(), "label value " + value);
        });
  }

  static void checkInstance(String zone, Instance instance) {
    require(NAME.matcher(instance.getName()).matches(), "name " + instance.getName());
    require(
        instance.getMachineType().startsWith("zones/" + zone + "/machineTypes/"),
        "machine type " + instance.getMachineType());
    checkLabels(instance.getLabelsMap());
    require(instance.getNetworkInterfacesCount() == 1, "one network interface");
    require(
        instance.getNetworkInterfaces(0).hasNetwork()
            || instance.getNetworkInterfaces(0).hasSubnetwork(),
        "a network or a subnetwork");
    require(instance.getDisksCount() > 0 && instance.getDisks(0).getBoot(), "a boot disk first");
    for (AttachedDisk disk : instance.getDisksList()) {
      require(disk.getAutoDelete(), "disks that go with the instance");
      require(
          disk.getInitializeParams().getDiskType().startsWith("zones/" + zone + "/diskTypes/"),
          "disk type " + disk.getInitializeParams().getDiskType());
      checkLabels(disk.getInitializeParams().getLabelsMap());
    }
    require(
        instance.getDisks(0).getInitializeParams().getSourceImage().contains("images/"),
        "a source image");
    checkScheduling(instance);
  }

  private static void checkScheduling(Instance instance) {
    Scheduling scheduling = instance.getScheduling();
    boolean spot = scheduling.getProvisioningModel().equals("SPOT");
    require(
        spot == scheduling.hasInstanceTerminationAction(),
        "a termination action for spot instances, and for those alone");
    require(!spot || !scheduling.getAutomaticRestart(), "no automatic restart of spot instances");
    require(
        instance.getGuestAcceleratorsCount() == 0
            || scheduling.getOnHostMaintenance().equals("TERMINATE"),
        "TERMINATE for instances with GPUs");
  }
}
