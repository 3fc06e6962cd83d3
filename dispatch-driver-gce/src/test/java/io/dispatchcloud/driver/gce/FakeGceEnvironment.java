package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.compute.v1.Disk;
import com.google.cloud.compute.v1.GuestAttributes;
import com.google.cloud.compute.v1.GuestAttributesEntry;
import com.google.cloud.compute.v1.GuestAttributesValue;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.test.kit.DriverEnvironment;
import io.dispatchcloud.test.kit.Faults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The driver with the fake for one test of the kit. */
final class FakeGceEnvironment implements DriverEnvironment {
  private final FakeGce fake = new FakeGce();
  private final AllLogs logs = new AllLogs();
  private final Driver driver = new GceDriver();
  private final KitFaults faults = new KitFaults(fake);
  private final String hostKeys;

  FakeGceEnvironment(String hostKeys) throws IOException {
    this.hostKeys = hostKeys;
    fake.project.hideNew(1);
    fake.faults.looksUntilDone(2);
    GceTypes.listed().forEach(fake.project::add);
    fake.project.onVms(vm -> fake.project.publish(vm.name(), published(vm)), vm -> {});
  }

  /** A host key that belongs to nobody else. */
  private static byte[] key(String name) {
    byte[] algorithm = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
    byte[] random = new byte[32];
    System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), name.length() - 30, random, 0, 30);
    return ByteBuffer.allocate(8 + algorithm.length + random.length)
        .putInt(algorithm.length)
        .put(algorithm)
        .putInt(random.length)
        .put(random)
        .array();
  }

  private static GuestAttributes published(FakeVm vm) {
    return GuestAttributes.newBuilder()
        .setQueryPath("hostkeys/")
        .setQueryValue(
            GuestAttributesValue.newBuilder()
                .addItems(entry("ssh-rsa", "no base64!"))
                .addItems(entry("ssh-ed25519", Base64.getEncoder().encodeToString(key(vm.name())))))
        .build();
  }

  private static GuestAttributesEntry entry(String key, String value) {
    return GuestAttributesEntry.newBuilder()
        .setNamespace("hostkeys")
        .setKey(key)
        .setValue(value)
        .build();
  }

  @Override
  public Driver driver() {
    return driver;
  }

  @Override
  public Map<String, ?> parameters() {
    return Map.of(
        "project",
        "my-project",
        "zones",
        List.of("us-central1-a", "us-central1-b"),
        "hostKeys",
        hostKeys,
        "endpoint",
        fake.endpoint());
  }

  @Override
  public List<InstanceType> types() {
    return List.of(GceTypes.E2, GceTypes.N2, GceTypes.SPOT);
  }

  @Override
  public Optional<Faults> faults() {
    return Optional.of(faults);
  }

  @Override
  public HostKey hostKey(Instance instance) {
    return new HostKey("ssh-ed25519", key(instance.id().value()));
  }

  @Override
  public String leak(InstanceSetId instanceSetId) {
    String name = "left-" + UUID.randomUUID();
    fake.project.add(
        Disk.newBuilder()
            .setName(name)
            .setZone("https://www.googleapis.com/compute/v1/projects/p/zones/us-central1-a")
            .setCreationTimestamp("2026-01-01T00:00:00.000-08:00")
            .putLabels(Ownership.LABEL, Ownership.of(instanceSetId).value())
            .build());
    return name;
  }

  @Override
  public Map<String, Map<String, String>> resources() {
    return fake.project.leftovers();
  }

  @Override
  public void makeMany(InstanceSet set, List<CreateRequest> requests) throws Exception {
    String first = set.create(requests.get(0)).id().value();
    for (int i = 1; i < requests.size(); i++) {
      fake.project.copy(first, first.substring(0, 30) + "-" + i);
    }
  }

  @Override
  public List<String> logged() {
    return logs.lines();
  }

  @Override
  public void end() {
    logs.close();
    fake.close();
    assertThat(fake.violations()).as("requests that Google does not know").isEmpty();
  }
}
