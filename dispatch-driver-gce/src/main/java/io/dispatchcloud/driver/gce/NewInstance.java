package io.dispatchcloud.driver.gce;

import com.google.cloud.compute.v1.AcceleratorConfig;
import com.google.cloud.compute.v1.AccessConfig;
import com.google.cloud.compute.v1.AttachedDisk;
import com.google.cloud.compute.v1.AttachedDiskInitializeParams;
import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.Items;
import com.google.cloud.compute.v1.Metadata;
import com.google.cloud.compute.v1.NetworkInterface;
import com.google.cloud.compute.v1.Scheduling;
import com.google.cloud.compute.v1.ServiceAccount;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.InstanceType;
import java.util.HashMap;
import java.util.Map;

/** Writes down what instance to make (GCE-2). Immutable. */
final class NewInstance {
  private static final String DEFAULT_IMAGE =
      "projects/debian-cloud/global/images/family/debian-12";

  /** What the guest finds the scratch disk by: {@code /dev/disk/by-id/google-dispatch-scratch}. */
  static final String SCRATCH_DEVICE = "dispatch-scratch";

  private final GceConfig config;
  private final Accelerators accelerators;
  private final Ownership ownership;
  private final Map<String, String> sharedLabels;

  NewInstance(GceConfig config, Ownership ownership, Map<String, String> sharedTags) {
    this.config = config;
    this.accelerators = new Accelerators(config);
    this.ownership = ownership;
    this.sharedLabels = Tagging.of(sharedTags).labels();
  }

  /**
   * Writes it down.
   *
   * @throws CloudException if there is no such GPU
   */
  Instance describe(CreateRequest request, String zone, String name) throws CloudException {
    InstanceType type = request.type();
    Tagging tagging = Tagging.of(request.tags());
    Instance.Builder instance =
        Instance.newBuilder()
            .setName(name)
            .setMachineType("zones/" + zone + "/machineTypes/" + type.providerType())
            .putAllLabels(tagging.labels())
            .putLabels(Ownership.LABEL, ownership.value())
            .setMetadata(tagging.intoMetadata(metadata(request)))
            .addDisks(bootDisk(request.image(), zone))
            .addNetworkInterfaces(networkInterface(zone))
            .setScheduling(scheduling(type));
    if (type.addedScratch() > 0) {
      instance.addDisks(scratchDisk(type.addedScratch(), zone));
    }
    if (!config.serviceAccountEmail().isEmpty()) {
      instance.addServiceAccounts(
          ServiceAccount.newBuilder()
              .setEmail(config.serviceAccountEmail())
              .addAllScopes(config.scopes()));
    }
    String accelerator = accelerators.attachedTo(type);
    if (!accelerator.isEmpty()) {
      instance.addGuestAccelerators(
          AcceleratorConfig.newBuilder()
              .setAcceleratorCount(type.gpu().deviceCount())
              .setAcceleratorType("zones/" + zone + "/acceleratorTypes/" + accelerator));
    }
    return instance.build();
  }

  private Metadata metadata(CreateRequest request) {
    Metadata.Builder metadata = Metadata.newBuilder();
    String command = request.initCommand();
    if (!command.isEmpty()) {
      item(
          metadata, "startup-script", command.startsWith("#!") ? command : "#!/bin/sh\n" + command);
    }
    String publicKey = request.publicKey();
    if (publicKey != null) {
      item(metadata, "ssh-keys", config.adminUsername() + ":" + publicKey);
    }
    // With OS Login, which a project may have switched on, keys in metadata count for nothing.
    item(metadata, "enable-oslogin", "FALSE");
    if (config.hostKeys() == HostKeyMode.GUESTATTRIBUTES) {
      item(metadata, GuestHostKeys.ENABLED, "TRUE");
    }
    return metadata.build();
  }

  private static void item(Metadata.Builder metadata, String key, String value) {
    metadata.addItems(Items.newBuilder().setKey(key).setValue(value));
  }

  private AttachedDisk bootDisk(String image, String zone) {
    AttachedDiskInitializeParams.Builder made =
        made(config.diskGib(), zone).setSourceImage(sourceImage(image));
    return AttachedDisk.newBuilder()
        .setBoot(true)
        .setAutoDelete(true)
        .setInitializeParams(made)
        .build();
  }

  private AttachedDisk scratchDisk(long bytes, String zone) {
    return AttachedDisk.newBuilder()
        .setAutoDelete(true)
        .setDeviceName(SCRATCH_DEVICE)
        .setInitializeParams(made(GceConfig.wholeGib(bytes), zone))
        .build();
  }

  /** A disk that the sweeper knows again, should it be left behind. */
  private AttachedDiskInitializeParams.Builder made(long gib, String zone) {
    Map<String, String> labels = new HashMap<>(sharedLabels);
    labels.put(Ownership.LABEL, ownership.value());
    return AttachedDiskInitializeParams.newBuilder()
        .setDiskSizeGb(gib)
        .setDiskType("zones/" + zone + "/diskTypes/" + config.diskType())
        .putAllLabels(labels);
  }

  /** A bare name is an image of our own project. */
  private static String sourceImage(String image) {
    if (image.isEmpty()) {
      return DEFAULT_IMAGE;
    }
    return image.contains("/") ? image : "global/images/" + image;
  }

  private NetworkInterface networkInterface(String zone) {
    NetworkInterface.Builder network = NetworkInterface.newBuilder();
    String subnetwork = config.subnetwork();
    if (!subnetwork.isEmpty()) {
      network.setSubnetwork(
          subnetwork.contains("/")
              ? subnetwork
              : "regions/" + GceConfig.region(zone) + "/subnetworks/" + subnetwork);
    }
    if (!config.network().isEmpty() || subnetwork.isEmpty()) {
      String name = config.network().isEmpty() ? "default" : config.network();
      network.setNetwork(name.contains("/") ? name : "global/networks/" + name);
    }
    if (config.externalAddress()) {
      network.addAccessConfigs(
          AccessConfig.newBuilder()
              .setName("external-nat")
              .setType(AccessConfig.Type.ONE_TO_ONE_NAT.name()));
    }
    return network.build();
  }

  private static Scheduling scheduling(InstanceType type) {
    // What died stays dead: the dispatcher makes another one, and knows what ran where.
    Scheduling.Builder scheduling = Scheduling.newBuilder().setAutomaticRestart(false);
    if (type.preemptible()) {
      scheduling
          .setProvisioningModel(Scheduling.ProvisioningModel.SPOT.name())
          .setInstanceTerminationAction(Scheduling.InstanceTerminationAction.DELETE.name());
    }
    if (type.preemptible() || type.gpu().deviceCount() > 0) {
      scheduling.setOnHostMaintenance(Scheduling.OnHostMaintenance.TERMINATE.name());
    }
    return scheduling.build();
  }
}
