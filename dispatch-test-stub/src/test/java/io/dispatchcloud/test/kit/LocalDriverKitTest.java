package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.executor.HostKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;

@DisplayName("SET-2 SET-3 SET-5 LOCAL-1 the local driver passes the kit")
class LocalDriverKitTest extends DriverConformanceKit {
  @Override
  protected DriverEnvironment environment() throws IOException {
    return new Machine();
  }

  @Override
  protected DriverClaims claims() {
    return DriverClaims.builder()
        .claim(
            DriverClaim.PREEMPTIBLE,
            DriverClaim.HOST_KEYS,
            DriverClaim.IDEMPOTENT_CREATES,
            DriverClaim.TAG_CHANGES,
            DriverClaim.FOUND_BY_NAME)
        .build();
  }

  /** A directory on this machine. */
  private static final class Machine implements DriverEnvironment {
    private static final InstanceType SMALL =
        InstanceType.builder("small", 1, 1L << 30, BigDecimal.ONE).build();
    private static final InstanceType SPOT =
        InstanceType.builder("spot", 1, 1L << 30, BigDecimal.ONE).preemptible(true).build();

    private final Path directory = Files.createTempDirectory("dispatch-kit");
    private final Driver driver =
        ServiceLoader.load(Driver.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.name().equals("local"))
            .findFirst()
            .orElseThrow();

    Machine() throws IOException {}

    @Override
    public Driver driver() {
      return driver;
    }

    @Override
    public Map<String, ?> parameters() {
      return Map.of("directory", directory.toString(), "maxInstances", 50);
    }

    @Override
    public List<InstanceType> types() {
      return List.of(SMALL, SPOT);
    }

    @Override
    public String publicKey() {
      return KitKey.publicLine();
    }

    @Override
    public HostKey hostKey(Instance instance) throws InterruptedException {
      return ShownHostKey.of(instance, KitKey.PRIVATE);
    }

    @Override
    public void end() throws IOException {
      try (Stream<Path> below = Files.walk(directory)) {
        for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
