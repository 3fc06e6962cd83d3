package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.CloudException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * What the fake EC2 has: instances with their volumes and network interfaces, key pairs, tokens.
 * Listings are eventually consistent: a new instance is hidden from the first one, changed tags
 * from the next one. Guarded by itself.
 */
final class FakeCloud {
  static final String SECURITY_GROUP = "sg-0fa1";
  static final String SUBNET = "subnet-a";
  static final Map<String, String> ZONES =
      Map.of("subnet-a", "us-test-1a", "subnet-b", "us-test-1b", "subnet-c", "us-test-1c");
  static final Set<String> TYPES =
      Set.of("t3.micro", "m5.large", "m5.xlarge", "g4dn.xlarge", "p5.48xlarge");

  /** A volume, a network interface or a key pair. */
  static final class Resource {
    final String id;
    final Map<String, String> tags;
    String name = "";
    String fingerprint = "";
    String publicKey = "";
    String owner = "";
    boolean goesWithOwner = true;
    Instant made = Instant.now();

    Resource(String id, Map<String, String> tags) {
      this.id = id;
      this.tags = new HashMap<>(tags);
    }
  }

  private record Launched(RunInstancesRequest request, FakeVm vm) {}

  final Map<String, FakeVm> vms = new LinkedHashMap<>();
  final Map<String, Resource> volumes = new LinkedHashMap<>();
  final Map<String, Resource> networkInterfaces = new LinkedHashMap<>();
  final Map<String, Resource> spotRequests = new LinkedHashMap<>();
  final Map<String, Resource> keyPairs = new LinkedHashMap<>();
  private final Map<String, Launched> tokens = new HashMap<>();
  private final FakeHosts hosts;
  private int made;

  /** Whether public keys are shown to who asks for them. */
  boolean tellsKeys = true;

  /** How many instances there may be at a time; more are refused. */
  int limit = Integer.MAX_VALUE;

  FakeCloud(FakeHosts hosts) {
    this.hosts = hosts;
  }

  static String newId(String kind) {
    return kind + "-" + UUID.randomUUID().toString().replace("-", "").substring(0, 17);
  }

  synchronized FakeVm launch(RunInstancesRequest request) {
    Map<String, String> keys = new HashMap<>();
    keyPairs.values().forEach(pair -> keys.put(pair.name, pair.publicKey));
    FakeLaunchRules.check(request, keys.keySet());
    String subnet =
        request.networkInterfaces().isEmpty()
                || request.networkInterfaces().get(0).subnetId() == null
            ? SUBNET
            : request.networkInterfaces().get(0).subnetId();
    // EC2 knows a token in the zone that the request was for.
    String token = ZONES.get(subnet) + " " + request.clientToken();
    Launched before = tokens.get(token);
    if (before != null) {
      return repeated(before, request);
    }
    if (vms.values().stream().filter(FakeVm::isAlive).count() >= limit) {
      throw new ApiError(
          "InstanceLimitExceeded",
          "You have requested more instances (1) than your current instance limit allows");
    }
    FakeVm vm = add(request, ZONES.get(subnet), keys.getOrDefault(request.keyName(), ""));
    tokens.put(token, new Launched(request, vm));
    addDisksAndCards(vm);
    return vm;
  }

  private static FakeVm repeated(Launched before, RunInstancesRequest request) {
    if (!before.request().equals(request)) {
      throw new ApiError(
          "IdempotentParameterMismatch",
          "Arguments on this idempotent request are inconsistent with arguments used in previous"
              + " request(s).");
    }
    if (!before.vm().isAlive()) {
      throw new ApiError(
          "IdempotentInstanceTerminated",
          "The client token you have provided is associated with a terminated instance.");
    }
    return before.vm();
  }

  private FakeVm add(RunInstancesRequest request, String zone, String publicKey) {
    made++;
    String address = "10.%d.%d.%d".formatted(made >> 16, (made >> 8) & 255, made & 255);
    FakeVm vm = new FakeVm(newId("i"), request, zone, address, publicKey);
    vm.tags.putAll(FakeLaunchRules.tags(request, "instance"));
    vm.shownTags = Map.copyOf(vm.tags);
    vm.hiddenFor = 1;
    vms.put(vm.id, vm);
    return vm;
  }

  private void addDisksAndCards(FakeVm vm) {
    RunInstancesRequest request = vm.request;
    for (int i = 0; i <= request.blockDeviceMappings().size(); i++) {
      Resource volume = new Resource(newId("vol"), FakeLaunchRules.tags(request, "volume"));
      volume.owner = vm.id;
      volume.goesWithOwner =
          i == 0 || request.blockDeviceMappings().get(i - 1).ebs().deleteOnTermination();
      volumes.put(volume.id, volume);
    }
    Resource card = new Resource(newId("eni"), FakeLaunchRules.tags(request, "network-interface"));
    card.owner = vm.id;
    networkInterfaces.put(card.id, card);
    if (vm.isSpot()) {
      Resource spot =
          new Resource(newId("sir"), FakeLaunchRules.tags(request, "spot-instances-request"));
      spot.owner = vm.id;
      spotRequests.put(spot.id, spot);
    }
  }

  /** Adds one as if a request had come for it; it runs at once. */
  synchronized void addRunning(RunInstancesRequest request) {
    FakeVm vm = add(request, ZONES.get(SUBNET), "");
    vm.hiddenFor = 0;
    vm.boot("");
  }

  /** One listing's view; time goes on for all with each. */
  synchronized List<FakeVm> look() {
    List<FakeVm> seen = new ArrayList<>();
    for (FakeVm vm : vms.values()) {
      if (vm.hiddenFor > 0) {
        vm.hiddenFor--;
        continue;
      }
      seen.add(vm);
    }
    return seen;
  }

  /** What an instance is now shown with; what happens to it next happens after that. */
  synchronized Map<String, String> show(FakeVm vm) {
    Map<String, String> shown = vm.shownTags;
    vm.shownTags = Map.copyOf(vm.tags);
    return shown;
  }

  synchronized void pass(FakeVm vm) {
    if (vm.state == InstanceStateName.PENDING) {
      vm.boot(hosts.start(vm));
    } else if (vm.state == InstanceStateName.SHUTTING_DOWN) {
      vm.state = InstanceStateName.TERMINATED;
    }
  }

  synchronized FakeVm vm(String id) {
    if (!id.matches("i-[0-9a-f]{17}")) {
      throw new ApiError("InvalidInstanceID.Malformed", "Invalid id: \"" + id + "\"");
    }
    FakeVm vm = vms.get(id);
    if (vm == null) {
      throw new ApiError(
          "InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist");
    }
    return vm;
  }

  synchronized void terminate(String id) {
    FakeVm vm = vm(id);
    if (!vm.isAlive()) {
      return;
    }
    boolean booted = vm.state == InstanceStateName.RUNNING;
    vm.state = InstanceStateName.SHUTTING_DOWN;
    for (Map<String, Resource> kind : List.of(volumes, networkInterfaces, spotRequests)) {
      kind.values().removeIf(each -> each.owner.equals(id) && each.goesWithOwner);
      kind.values().stream().filter(each -> each.owner.equals(id)).forEach(each -> each.owner = "");
    }
    if (booted) {
      hosts.end(vm);
    }
  }

  /** An instance that ended some hours ago is not known any more. */
  synchronized void forget(String id) {
    vms.remove(id);
  }

  synchronized Map<String, String> tagsOf(String id) {
    FakeVm vm = vms.get(id);
    if (vm == null || vm.state == InstanceStateName.TERMINATED) {
      throw new ApiError("InvalidID", "The ID '" + id + "' is not valid");
    }
    return vm.tags;
  }

  synchronized void tag(String id, List<Tag> tags) {
    Map<String, String> of = tagsOf(id);
    Map<String, String> all = new HashMap<>(of);
    all.putAll(FakeLaunchRules.checked(tags));
    FakeLaunchRules.checked(Tags.toSdk(all));
    of.putAll(all);
  }

  synchronized void untag(String id, List<Tag> tags) {
    Map<String, String> of = tagsOf(id);
    tags.forEach(
        tag -> {
          if (tag.value() == null || tag.value().equals(of.get(tag.key()))) {
            of.remove(tag.key());
          }
        });
  }

  synchronized void importKey(String name, String publicKey, Map<String, String> tags) {
    if (keyPairs.values().stream().anyMatch(pair -> pair.name.equals(name))) {
      throw new ApiError("InvalidKeyPair.Duplicate", "The keypair already exists: " + name);
    }
    Resource pair = new Resource(newId("key"), tags);
    pair.name = name;
    pair.publicKey = publicKey;
    try {
      pair.fingerprint = KeyFingerprints.of(publicKey).get(0);
    } catch (CloudException e) {
      throw new ApiError("InvalidKey.Format", "Key is not in valid OpenSSH public key format");
    }
    keyPairs.put(pair.id, pair);
  }

  /** A volume that belongs to nobody, as a create that died half way leaves one. */
  synchronized String leaveVolume(Map<String, String> tags) {
    Resource volume = new Resource(newId("vol"), tags);
    volume.made = Instant.now().minusSeconds(600);
    volumes.put(volume.id, volume);
    return volume.id;
  }

  /** A network interface that belongs to nobody. */
  synchronized String leaveInterface(Map<String, String> tags) {
    Resource card = new Resource(newId("eni"), tags);
    networkInterfaces.put(card.id, card);
    return card.id;
  }

  /** What belongs to no instance alone, or to none any more, with its tags. */
  synchronized Map<String, Map<String, String>> leftovers() {
    Map<String, Map<String, String>> all = new HashMap<>();
    for (Map<String, Resource> kind : List.of(volumes, networkInterfaces, spotRequests, keyPairs)) {
      kind.values().stream()
          .filter(each -> each.owner.isEmpty())
          .forEach(each -> all.put(each.id, Map.copyOf(each.tags)));
    }
    return all;
  }

  synchronized List<FakeVm> alive() {
    return vms.values().stream().filter(FakeVm::isAlive).toList();
  }

  synchronized int made() {
    return made;
  }

  synchronized void close() {
    alive().stream().filter(vm -> vm.state == InstanceStateName.RUNNING).forEach(hosts::end);
    hosts.close();
  }
}
