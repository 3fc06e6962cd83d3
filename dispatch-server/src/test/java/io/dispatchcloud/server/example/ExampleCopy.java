package io.dispatchcloud.server.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The example with its own data, but with local instances in a folder of the test's own. */
final class ExampleCopy {
  private ExampleCopy() {}

  static Path file(Path folder) throws IOException {
    Path source = Example.FILE.toAbsolutePath().normalize().getParent();
    String text = Files.readString(Example.FILE);
    String changed =
        text.replace("${fileDirectory}", source.toString())
            .replaceFirst(
                "driverParameters:\n", "driverParameters:\n  directory: " + home(folder) + "\n");
    assertThat(changed).contains("directory: ", source + "/openb/slice.sh");
    return Files.writeString(folder.resolve("openb.yaml"), changed);
  }

  private static Path home(Path folder) {
    return folder.resolve("instances");
  }

  static void assertNoInstances(Path folder) throws IOException {
    try (Stream<Path> left = Files.walk(home(folder), 2)) {
      assertThat(left.skip(2).map(path -> path.getFileName().toString())).containsExactly("lock");
    }
  }
}
