package io.dispatchcloud.driver.ec2;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** An instance of the fake EC2. Guarded by its cloud. */
final class FakeVm {
  final String id;
  final RunInstancesRequest request;
  final String zone;
  final String address;
  final String publicKey;
  final Map<String, String> tags = new HashMap<>();

  /** The tags as listings show them: those of before the last change, once. */
  Map<String, String> shownTags = Map.of();

  /** How many more listings do not show it, as listings are eventually consistent. */
  int hiddenFor;

  InstanceStateName state = InstanceStateName.PENDING;
  String hostKey = "";
  String console = "";

  FakeVm(String id, RunInstancesRequest request, String zone, String address, String publicKey) {
    this.id = id;
    this.request = request;
    this.zone = zone;
    this.address = address;
    this.publicKey = publicKey;
  }

  boolean isSpot() {
    return request.instanceMarketOptions() != null;
  }

  boolean isAlive() {
    return state != InstanceStateName.TERMINATED && state != InstanceStateName.SHUTTING_DOWN;
  }

  String userData() {
    String given = request.userData() == null ? "" : request.userData();
    return new String(Base64.getDecoder().decode(given), StandardCharsets.UTF_8);
  }

  /** What cloud-init prints when it made the host's keys. */
  void boot(String newHostKey) {
    hostKey = newHostKey;
    console =
        "[    0.000000] Linux version 6.1.0\r\n"
            + "ci-info: ++++Net device info++++\r\n"
            + "<14>Nov 26 10:00:00 cloud-init: #########################\r\n"
            + "<14>Nov 26 10:00:00 cloud-init: -----BEGIN SSH HOST KEY FINGERPRINTS-----\r\n"
            + "<14>Nov 26 10:00:00 cloud-init: -----END SSH HOST KEY FINGERPRINTS-----\r\n"
            + "-----BEGIN SSH HOST KEY KEYS-----\r\n"
            + newHostKey
            + " root@ip-10-0-0-1\r\n"
            + "-----END SSH HOST KEY KEYS-----\r\n"
            + "Debian GNU/Linux 12 ttyS0\r\n";
    state = InstanceStateName.RUNNING;
  }

  Instance shown(Map<String, String> itsTags) {
    return Instance.builder()
        .instanceId(id)
        .instanceType(request.instanceTypeAsString())
        .imageId(request.imageId())
        .keyName(request.keyName())
        .clientToken(request.clientToken())
        .launchTime(Instant.EPOCH)
        .privateIpAddress(isAlive() && state != InstanceStateName.PENDING ? address : null)
        .instanceLifecycle(isSpot() ? "spot" : null)
        .placement(placement -> placement.availabilityZone(zone))
        .state(each -> each.name(state).code(state == InstanceStateName.RUNNING ? 16 : 0))
        .tags(Tags.toSdk(itsTags))
        .build();
  }
}
