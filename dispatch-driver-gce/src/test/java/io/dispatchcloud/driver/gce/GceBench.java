package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.test.kit.RecordedLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** The driver with the fake, for tests of one rule each; its clock stands still unless moved. */
final class GceBench implements AutoCloseable {
  static final String ID_KEY = "DispatchInstanceSetID";
  static final String PUBLIC_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaYWJjZGVm me";

  final FakeGce fake = new FakeGce();
  final GceDriver driver = new GceDriver();
  final RecordedLog log = new RecordedLog();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final Map<String, Object> parameters = new HashMap<>();
  private final List<InstanceSet> open = new ArrayList<>();

  GceBench() throws IOException {
    parameters.put("project", "my-project");
    parameters.put("zones", List.of("us-central1-a", "us-central1-b"));
    parameters.put("endpoint", fake.endpoint());
  }

  GceBench with(String name, Object value) {
    parameters.put(name, value);
    return this;
  }

  /** The time as Compute Engine writes it. */
  String now() {
    return now.get().toString();
  }

  void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  DriverContext context(String setId) {
    InstantSource clock = now::get;
    return new DriverContext(
        Parameters.read("driver 'gce'", parameters, driver.parameters()),
        new InstanceSetId(setId),
        ID_KEY,
        Map.of("DispatchShared", "yes"),
        log,
        Meters.none(),
        clock);
  }

  InstanceSet open(String setId) throws CloudException {
    InstanceSet set = driver.open(context(setId));
    open.add(set);
    return set;
  }

  InstanceSet open() throws CloudException {
    return open("set-1");
  }

  static CreateRequest request(InstanceType type, String token) {
    return request(type, token, Map.of(ID_KEY, "set-1"));
  }

  static CreateRequest request(InstanceType type, String token, Map<String, String> tags) {
    return new CreateRequest(type, "", tags, "echo hello > /hello", PUBLIC_KEY, token);
  }

  FakeVm make(InstanceSet set, CreateRequest request) throws CloudException {
    Instance made = set.create(request);
    return fake.project.vm(made.id().value());
  }

  /** How many requests there were of a kind. */
  long count(String verb, String part) {
    return fake.requests.stream()
        .filter(each -> each.startsWith(verb + " ") && each.contains(part))
        .count();
  }

  @Override
  public void close() {
    open.forEach(InstanceSet::close);
    fake.close();
    assertThat(fake.violations()).as("requests that Google does not know").isEmpty();
  }
}
