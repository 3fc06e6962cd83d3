package io.dispatchcloud.driver.ec2;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The driver on the bench: opened as the dispatcher does, at the fake EC2, by a settable clock. */
final class Ec2Bench implements AutoCloseable {
  static final String ID_KEY = "DispatchInstanceSetID";
  static final Map<String, String> TAGS = Map.of(ID_KEY, "bench");
  static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaYWJjZGVm bench";

  final FakeEc2 ec2 = new FakeEc2();
  final FakeCloud cloud = ec2.cloud;
  final StepClock clock = new StepClock();
  final RecordedLog log = new RecordedLog();
  private final Map<String, Object> parameters = new HashMap<>(ec2.parameters());
  private final List<InstanceSet> open = new ArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private InstanceSet set;

  /** Sets a parameter of the set that is opened next; null takes it away. */
  Ec2Bench with(String name, Object value) {
    if (value == null) {
      parameters.remove(name);
    } else {
      parameters.put(name, value);
    }
    return this;
  }

  DriverContext context() {
    return context("bench");
  }

  DriverContext context(String id) {
    return new DriverContext(
        Parameters.read("driver 'ec2'", parameters, new Ec2Driver().parameters()),
        new InstanceSetId(id),
        ID_KEY,
        Map.of("Department", "bench"),
        log,
        Meters.none(),
        clock);
  }

  InstanceSet open(String id) throws CloudException {
    InstanceSet opened = new Ec2Driver().open(context(id));
    open.add(opened);
    return opened;
  }

  InstanceSet set() throws CloudException {
    if (set == null) {
      set = open("bench");
    }
    return set;
  }

  CreateRequest request(InstanceType type) {
    return request(type, "token-" + requests.incrementAndGet());
  }

  CreateRequest request(InstanceType type, String token) {
    return new CreateRequest(type, Ec2Environment.IMAGE, TAGS, "echo secret\n", KEY, token);
  }

  Instance create(InstanceType type) throws CloudException {
    return set().create(request(type));
  }

  /** Creates, and lists until it has an address. */
  Instance running(InstanceType type) throws CloudException {
    Instance made = create(type);
    for (int i = 0; i < 5; i++) {
      for (Instance each : set().instances(TAGS)) {
        if (each.id().equals(made.id()) && each.address().isPresent()) {
          return each;
        }
      }
    }
    throw new AssertionError(made + " does not start");
  }

  /** The parameters of the last request of an action, as they came. */
  Map<String, String> last(String action) {
    List<Map<String, String>> all = ec2.requests(action);
    return all.get(all.size() - 1);
  }

  @Override
  public void close() {
    open.forEach(InstanceSet::close);
    ec2.close();
  }
}
