package io.dispatchcloud.driver.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The sockets on which this process listens, as the kernel tells them. */
final class Listeners {
  private static final String LISTENS = "0A";
  private static final Path SELF = Path.of("/proc/self");

  private Listeners() {}

  static Set<String> now() throws IOException {
    Set<String> listening = new HashSet<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      for (String line : Files.readAllLines(SELF.resolve(table))) {
        String[] fields = line.strip().split(" +", -1);
        if (fields[3].equals(LISTENS)) {
          listening.add("socket:[" + fields[9] + "]");
        }
      }
    }
    listening.retainAll(open());
    return listening;
  }

  private static Set<String> open() throws IOException {
    Set<String> targets = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(SELF.resolve("fd"))) {
      descriptors.forEach(each -> targets.add(target(each)));
    }
    return targets;
  }

  /** Where a descriptor leads; nowhere if it was closed meanwhile. */
  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
