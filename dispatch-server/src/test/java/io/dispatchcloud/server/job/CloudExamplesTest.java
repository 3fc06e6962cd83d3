package io.dispatchcloud.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.server.yaml.Faults;
import io.dispatchcloud.test.kit.RecordedLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("SET-1 the example of a cloud driver")
class CloudExamplesTest {
  private static final Path EXAMPLES = Path.of(System.getProperty("dispatch.root"), "examples");

  @TempDir private Path folder;

  /** As somebody has it who filled in what is to be filled in. */
  private Path filledIn(String name, boolean withAll) throws IOException {
    String text =
        Files.readString(EXAMPLES.resolve(name + ".yaml")).replaceAll("<([^<>\n]+)>", "$1");
    if (withAll) {
      // The driver's parameters that are shown in comments.
      text = text.replaceAll("(?m)^  # ([a-z][A-Za-z]+: )", "  $1");
    }
    return Files.writeString(folder.resolve(name + ".yaml"), text);
  }

  private static JobFile read(Path file) {
    Faults faults = new Faults(file.toString());
    Optional<JobFile> job = JobFileReader.read(file, Set.of(), faults);
    assertThat(faults.lines()).isEmpty();
    return job.orElseThrow();
  }

  private static int portOfNobody() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return taken.getLocalPort();
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"ec2", "gce"})
  @DisplayName("is read as the program reads it, also with the parameters that are in comments")
  void read(String name) throws IOException {
    for (boolean withAll : new boolean[] {false, true}) {
      JobFile job = read(filledIn(name, withAll));

      assertThat(job.driver().name()).isEqualTo(name);
      assertThat(job.containers()).hasSize(2);
      assertThat(job.config().instanceTypes()).hasSizeGreaterThan(2);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"ec2", "gce"})
  @DisplayName("has parameters that go together: its driver gets as far as to look for the cloud")
  void open(String name) throws IOException {
    for (boolean withAll : new boolean[] {false, true}) {
      JobFile job = read(filledIn(name, withAll));
      Map<String, Object> parameters = new HashMap<>(job.driverParameters());
      parameters.put("endpoint", "http://127.0.0.1:" + portOfNobody());
      if (name.equals("ec2")) {
        parameters.put("accessKeyId", "AKIAEXAMPLE");
        parameters.put("secretAccessKey", "example");
      }
      DriverContext context =
          new DriverContext(
              Parameters.read(name, parameters, job.driver().parameters()),
              job.config().instanceSetId(),
              "DispatchInstanceSetID",
              Map.of(),
              new RecordedLog(),
              Meters.none(),
              InstantSource.system());

      assertThatThrownBy(() -> job.driver().open(context))
          .isExactlyInstanceOf(CloudException.class)
          .hasMessageMatching("(?s).*(no answer|credentialsFile).*");
    }
  }
}
