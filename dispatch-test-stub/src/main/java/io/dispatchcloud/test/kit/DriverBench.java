package io.dispatchcloud.test.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.config.Parameters;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A driver on the bench for one test: opened as the dispatcher does, and cleaned up after. */
final class DriverBench {
  static final String ID_KEY = "DispatchInstanceSetID";
  static final Map<String, String> SHARED_TAGS = Map.of("DispatchKit", "shared");

  final DriverEnvironment environment;
  final DriverClaims claims;
  final Patience patience;
  final RecordedLog log = new RecordedLog();
  final String secret = "5ec7e7" + UUID.randomUUID().toString().replace("-", "");
  private final KitSets sets;
  private final List<InstanceSet> open = new ArrayList<>();
  private final InstanceSetId id;
  private final InstanceSetId otherId;
  private @Nullable InstanceSet own;

  DriverBench(DriverEnvironment environment, DriverClaims claims, Patience patience, KitSets sets) {
    this.environment = environment;
    this.claims = claims;
    this.patience = patience;
    this.sets = sets;
    this.id = sets.newId();
    this.otherId = sets.newId();
  }

  Driver driver() {
    return environment.driver();
  }

  InstanceSetId id() {
    return id;
  }

  InstanceSetId otherId() {
    return otherId;
  }

  // Opening.

  DriverContext context(InstanceSetId whose, String idTagKey) {
    String owner = "driver '" + driver().name() + "'";
    return new DriverContext(
        Parameters.read(owner, environment.parameters(), driver().parameters()),
        whose,
        idTagKey,
        SHARED_TAGS,
        log,
        log,
        InstantSource.system());
  }

  InstanceSet open(InstanceSetId whose, String idTagKey) throws CloudException {
    InstanceSet set = driver().open(context(whose, idTagKey));
    synchronized (open) {
      open.add(set);
    }
    return set;
  }

  InstanceSet open(InstanceSetId whose) throws CloudException {
    return open(whose, ID_KEY);
  }

  /** Opens a set of an id that nobody else has. */
  InstanceSet openNew() throws CloudException {
    InstanceSetId fresh = sets.newId();
    sets.done(fresh);
    return open(fresh);
  }

  /** The set that the test is about, opened when it is first asked for. */
  InstanceSet set() throws CloudException {
    InstanceSet current = own;
    if (current == null) {
      current = open(id);
      own = current;
    }
    return current;
  }

  /** Closes that set; {@link #set} opens it again. */
  void closeSet() throws CloudException {
    set().close();
    own = null;
  }

  // Asking.

  InstanceType type() {
    return types(false).get(0);
  }

  List<InstanceType> types(boolean preemptible) {
    List<InstanceType> types =
        environment.types().stream().filter(type -> type.preemptible() == preemptible).toList();
    assertThat(types).as("types of the environment, preemptible: " + preemptible).isNotEmpty();
    return types;
  }

  static Map<String, String> tags(InstanceSetId whose) {
    return Map.of(ID_KEY, whose.value());
  }

  Map<String, String> tags() {
    return tags(id);
  }

  /** The tags that each instance of the set has, and one more. */
  Map<String, String> tagsWith(String key, String value) {
    Map<String, String> tags = new HashMap<>(tags());
    tags.put(key, value);
    return tags;
  }

  String initCommand() {
    return ": " + secret + "\n";
  }

  CreateRequest request(InstanceType type, Map<String, String> tags) {
    String token = "kit-" + UUID.randomUUID();
    return new CreateRequest(
        type, environment.image(), tags, initCommand(), environment.publicKey(), token);
  }

  CreateRequest request() {
    return request(type(), tags());
  }

  /** Creates, and tells when it is listed. */
  Instance made(CreateRequest request) throws Exception {
    return listed(set().create(request).id());
  }

  Instance made() throws Exception {
    return made(request());
  }

  List<Instance> list() throws CloudException {
    return set().instances(tags());
  }

  Optional<Instance> find(InstanceId wanted) throws CloudException {
    return list().stream().filter(instance -> instance.id().equals(wanted)).findFirst();
  }

  /** The instance as a listing shows it, as soon as one does. */
  Instance listed(InstanceId wanted) throws Exception {
    return patience
        .until(wanted + " is listed", () -> find(wanted), Optional::isPresent)
        .orElseThrow();
  }

  void awaitGone(InstanceId wanted) throws Exception {
    patience.until(wanted + " is gone", () -> find(wanted), Optional::isEmpty);
  }

  void awaitEmpty() throws Exception {
    patience.until("nothing is listed", this::list, List::isEmpty);
  }

  Faults faults() {
    return environment
        .faults()
        .orElseThrow(() -> new AssertionError("faults are claimed, but the environment has none"));
  }

  /** Has something go wrong while a test looks. */
  void during(Fault fault, KitTest.Body<DriverBench> test) throws Exception {
    // What a test needs is open before: opening may ask the provider, too.
    set();
    faults().begin(fault, type());
    Ending.of(() -> test.run(this), faults()::end);
  }

  // The end.

  void end() throws Exception {
    Ending.of(this::cleanUp, environment::end);
  }

  private void cleanUp() throws Exception {
    if (environment.faults().isPresent()) {
      faults().end();
    }
    opened().forEach(InstanceSet::close);
    for (InstanceSetId each : List.of(id, otherId)) {
      KitSets.sweep(driver().open(context(each, ID_KEY)), tags(each), patience);
      sets.done(each);
    }
  }

  private List<InstanceSet> opened() {
    synchronized (open) {
      return List.copyOf(open);
    }
  }
}
