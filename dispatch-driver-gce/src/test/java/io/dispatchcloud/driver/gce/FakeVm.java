package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.AccessConfig;
import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.Items;
import com.google.cloud.compute.v1.NetworkInterface;
import java.util.Optional;

/** One virtual machine of the fake. Guarded by its project. */
final class FakeVm {
  final String zone;
  final String requestId;
  final String operation;
  Instance instance;
  int listings;
  private int version;

  FakeVm(String zone, String requestId, String operation, long number, Instance wanted) {
    this.zone = zone;
    this.requestId = requestId;
    this.operation = operation;
    Instance.Builder made =
        wanted.toBuilder()
            .setId(number)
            .setZone("https://www.googleapis.com/compute/v1/projects/p/zones/" + zone)
            .setMachineType(
                "https://www.googleapis.com/compute/v1/projects/p/" + wanted.getMachineType())
            .setStatus("PROVISIONING")
            .setCreationTimestamp("2026-01-01T00:00:00.000-08:00");
    String address = "10.128." + number / 250 % 250 + "." + (1 + number % 250);
    NetworkInterface.Builder network = made.getNetworkInterfacesBuilder(0).setNetworkIP(address);
    for (AccessConfig.Builder each : network.getAccessConfigsBuilderList()) {
      each.setNatIP("34." + address.substring("10.".length()));
    }
    this.instance = made.build();
    touch();
  }

  /** Gives labels and metadata new fingerprints, as each change does. */
  void touch() {
    version++;
    String fingerprint = "fp" + instance.getName().hashCode() + "-" + version;
    Instance.Builder changed = instance.toBuilder().setLabelFingerprint(fingerprint);
    changed.getMetadataBuilder().setFingerprint("m" + fingerprint);
    instance = changed.build();
  }

  String name() {
    return instance.getName();
  }

  String address() {
    return instance.getNetworkInterfaces(0).getNetworkIP();
  }

  Optional<String> metadata(String key) {
    return instance.getMetadata().getItemsList().stream()
        .filter(item -> item.getKey().equals(key))
        .map(Items::getValue)
        .findFirst();
  }

  /** How a listing shows it: what boots has no address yet. */
  Instance shown() {
    if (listings > 1) {
      return instance.toBuilder().setStatus("RUNNING").build();
    }
    Instance.Builder booting = instance.toBuilder().setStatus("STAGING");
    booting.getNetworkInterfacesBuilder(0).clearNetworkIP();
    return booting.build();
  }
}
