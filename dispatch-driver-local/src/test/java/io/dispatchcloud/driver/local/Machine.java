package io.dispatchcloud.driver.local;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.config.ParameterException;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.meter.Meters;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The directory of a test, the sets that it opened there, and the end of all that runs below. */
final class Machine implements AutoCloseable {
  static final InstanceType TYPE =
      InstanceType.builder("small", 1, 1L << 30, new BigDecimal("0.01"))
          .providerType("local.small")
          .build();
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  static {
    // A busy machine is no failure.
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  private final Path directory;
  private final List<InstanceSet> sets = new ArrayList<>();

  Machine() throws IOException {
    directory = Files.createTempDirectory("dispatch-local-test").toRealPath();
  }

  Path directory() {
    return directory;
  }

  InstanceSet open() throws CloudException {
    return open("set", Map.of());
  }

  InstanceSet open(String id, Map<String, ?> parameters) throws CloudException {
    Map<String, Object> all = new HashMap<>(parameters);
    all.putIfAbsent("directory", directory.toString());
    InstanceSet set = new LocalDriver().open(context(id, all));
    sets.add(set);
    return set;
  }

  static DriverContext context(String id, Map<String, ?> parameters) {
    try {
      return new DriverContext(
          Parameters.read("driver 'local'", parameters, new LocalDriver().parameters()),
          new InstanceSetId(id),
          "InstanceSetID",
          Map.of(),
          System.getLogger("dispatch.local.test"),
          Meters.none(),
          InstantSource.fixed(NOW));
    } catch (ParameterException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static CreateRequest request() {
    return request("true");
  }

  static CreateRequest request(String initCommand) {
    return new CreateRequest(
        TYPE,
        "",
        Map.of("InstanceSetID", "set"),
        initCommand,
        Client.Key.ED25519.line(),
        UUID.randomUUID().toString());
  }

  Path home(Instance instance) {
    return home("set", instance);
  }

  Path home(String set, Instance instance) {
    return directory.resolve(set).resolve(instance.id().value()).resolve("home");
  }

  /** Waits until a command wrote the id of its process. */
  static ProcessHandle process(Path file) {
    String text =
        Awaitility.await()
            .pollInterval(Duration.ofMillis(10))
            .until(() -> Files.exists(file) ? Files.readString(file) : "", t -> t.endsWith("\n"));
    return ProcessHandle.of(Long.parseLong(text.strip())).orElseThrow();
  }

  @Override
  public void close() throws IOException, CloudException {
    sets.forEach(InstanceSet::close);
    try (Stream<Path> below = Files.list(directory)) {
      for (Path set : below.filter(Files::isDirectory).toList()) {
        removeInstances(set);
      }
    }
    PrivateFiles.deleteTree(directory);
  }

  private static void removeInstances(Path set) throws IOException, CloudException {
    try (Stream<Path> children = Files.list(set)) {
      for (Path child : children.filter(InstanceDirectory::looksLikeOne).toList()) {
        new InstanceDirectory(child, System.getLogger("dispatch.local.test")).remove();
      }
    }
  }
}
