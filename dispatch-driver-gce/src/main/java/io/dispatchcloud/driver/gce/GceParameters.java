package io.dispatchcloud.driver.gce;

import io.dispatchcloud.api.config.Parameter;
import java.util.List;

/** Every parameter of the driver (GCE-1). */
final class GceParameters {
  static final Parameter<String> PROJECT =
      Parameter.text("project", "The id of the project that instances are made in.").required();

  static final Parameter<List<String>> ZONES =
      Parameter.textList(
              "zones",
              "The zones to make instances in: us-central1-a. Where one has no room, the next is"
                  + " tried. Prices are those of the first one's region.")
          .required();

  static final Parameter<String> NETWORK =
      Parameter.text(
          "network",
          "The VPC network: a name, or projects/P/global/networks/N. The network default, unless"
              + " a subnetwork is given.");

  static final Parameter<String> SUBNETWORK =
      Parameter.text(
          "subnetwork",
          "The subnetwork: a name in the zones' region, or projects/P/regions/R/subnetworks/S.");

  static final Parameter<Boolean> EXTERNAL_ADDRESS =
      Parameter.flag(
              "externalAddress",
              "Whether instances have an external address, and are reached by it.")
          .defaultsTo(false);

  static final Parameter<String> SERVICE_ACCOUNT_EMAIL =
      Parameter.text(
          "serviceAccountEmail",
          "The service account that instances act as; without one they act as nobody.");

  static final Parameter<List<String>> SCOPES =
      Parameter.textList("scopes", "What instances may do as their service account.")
          .defaultsTo(List.of("https://www.googleapis.com/auth/cloud-platform"));

  static final Parameter<String> CREDENTIALS_FILE =
      Parameter.text(
          "credentialsFile",
          "A file with a service account's key or a federation's configuration. Without it the"
              + " application default credentials, or none at all if endpoint is not Google's.");

  static final Parameter<String> ADMIN_USERNAME =
      Parameter.text("adminUsername", "Who to log in as; made by the guest agent, with sudo.")
          .defaultsTo("dispatch");

  static final Parameter<String> DISK_TYPE =
      Parameter.text("diskType", "The type of boot and scratch disks: pd-balanced, pd-ssd, ...")
          .defaultsTo("pd-balanced");

  static final Parameter<Long> DISK_SIZE =
      Parameter.size("diskSize", "The size of boot disks, rounded up to whole GiB.", 65_536L << 30)
          .defaultsTo(50L << 30);

  static final Parameter<List<String>> QUOTA_GROUPS =
      Parameter.textList(
              "quotaGroups",
              "Machine families that share a limit, as family=group; others are groups of their"
                  + " own.")
          .defaultsTo(List.of("e2=cpus", "f1=cpus", "g1=cpus", "n1=cpus"));

  static final Parameter<List<String>> ACCELERATOR_TYPES =
      Parameter.textList(
              "acceleratorTypes",
              "The GPU to attach for a hardware target, as target=accelerator type. The families"
                  + " a2, a3, a4, a4x, g2 and g4 have theirs built in, and get none.")
          .defaultsTo(
              List.of(
                  "6.0=nvidia-tesla-p100",
                  "6.1=nvidia-tesla-p4",
                  "7.0=nvidia-tesla-v100",
                  "7.5=nvidia-tesla-t4",
                  "8.0=nvidia-tesla-a100",
                  "8.9=nvidia-l4",
                  "9.0=nvidia-h100-80gb"));

  static final Parameter<HostKeyMode> HOST_KEYS =
      Parameter.choice(
              "hostKeys",
              "How an instance proves who it is: by its secret file (secret), or by the host keys"
                  + " that its guest agent publishes (guestAttributes).",
              HostKeyMode.class)
          .defaultsTo(HostKeyMode.SECRET);

  static final Parameter<String> ENDPOINT =
      Parameter.text("endpoint", "The API's address, for tests and other clouds.")
          .defaultsTo("https://compute.googleapis.com");

  private GceParameters() {}

  /** All of them, in the order in which to explain them. */
  static List<Parameter<?>> all() {
    return List.of(
        PROJECT,
        ZONES,
        NETWORK,
        SUBNETWORK,
        EXTERNAL_ADDRESS,
        SERVICE_ACCOUNT_EMAIL,
        SCOPES,
        CREDENTIALS_FILE,
        ADMIN_USERNAME,
        DISK_TYPE,
        DISK_SIZE,
        QUOTA_GROUPS,
        ACCELERATOR_TYPES,
        HOST_KEYS,
        ENDPOINT);
  }
}
