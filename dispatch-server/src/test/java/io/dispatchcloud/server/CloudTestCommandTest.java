package io.dispatchcloud.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("dispatch cloudtest")
class CloudTestCommandTest {
  @TempDir private Path folder;

  private String config(String driver) throws IOException {
    return Files.writeString(
            folder.resolve("account.yaml"),
            """
            instanceSetId: mine
            driver: %s
            instanceTypes:
              small: { vcpus: 2, ram: 1GiB, price: 0.05 }
              large: { vcpus: 4, ram: 2GiB, price: 0.10 }
            probeInterval: 200ms
            goneAfter: 2s
            timeoutBooting: 10s
            """
                .formatted(driver))
        .toString();
  }

  private String local() throws IOException {
    return config("local\ndriverParameters: { directory: " + folder.resolve("instances") + " }");
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.walk(folder.resolve("instances"), 2)) {
      assertThat(left.filter(path -> !path.endsWith("lock")))
          .as("folders of sets, and nothing in them")
          .allMatch(path -> path.getNameCount() - folder.getNameCount() <= 2);
    }
  }

  @Test
  @DisplayName("checks local instances over real SSH, in a set of its own")
  void localInstances() throws Exception {
    Program.run("cloudtest", "--config", local(), "--command", "echo $((6 * 7))")
        .endsWith(0)
        .says("driver local, instance set cloudtest-")
        .says("of type small", "'echo $((6 * 7))' exit status 0: 42", "All is well.");

    assertNothingIsLeft();
  }

  @Test
  @DisplayName("uses the set that it is asked to use, and the type")
  void chosen() throws Exception {
    Program.run("cloudtest", "--config", local(), "--configured-set", "--type", "large")
        .endsWith(0)
        .says("instance set mine", "of type large", "it works");
    Program.run("cloudtest", "--config", local(), "--instance-set-id", "other")
        .endsWith(0)
        .says("instance set other");

    assertNothingIsLeft();
  }

  @Test
  @DisplayName("ends with 1 and a way out when the provider refuses")
  void refused() throws Exception {
    Program.run("cloudtest", "--config", config("pretend\ndriverParameters: { region: here }"))
        .endsWith(1)
        .says("failed  open", "the provider is closed today", "way out: see driverParameters");
  }

  @Test
  @DisplayName("refuses what makes no sense, with what was expected")
  void badInput() throws Exception {
    Program.run("cloudtest", "--config", folder.resolve("none").toString())
        .isRefused()
        .complains("none: no such file");
    Program.run("cloudtest", "--config", config("pretend"))
        .isRefused()
        .complains("region: nothing given");
    Program.run("cloudtest", "--config", local(), "--type", "huge")
        .isRefused()
        .complains("--type: 'huge'; expected one of small, large");
    Program.run("cloudtest", "--config", local(), "--instance-set-id", "a/b")
        .isRefused()
        .complains("'a/b'");
    Program.run("cloudtest", "--config", local(), "--instance-set-id=x", "--configured-set")
        .isRefused()
        .complains("expected either this or --configured-set");
    Program.run("cloudtest", "--config", local(), "--command", " ")
        .isRefused()
        .complains("--command: nothing given; expected a command");
    Program.run("cloudtest", "--config", local(), "--destroy-timeout", "5")
        .isRefused()
        .complains("expected a duration with a unit");
  }
}
