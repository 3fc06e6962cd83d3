package io.dispatchcloud.queue.jdbc.crash;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.ssh.PrivateKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A directory for all that a test makes, kept until the next one: logs, instances, and the ledger,
 * to which containers themselves add a line when they begin and when they end.
 *
 * @param directory where
 */
record Workplace(Path directory) {
  /** Ends when it is let go, and by itself if the test has gone. */
  private static final String PAYLOAD =
      """
      echo "$0 $DISPATCH_ATTEMPT begin $$" >> "$1/ledger"
      sleep "$2"
      for nap in $(seq 3000); do
        if [ -e "$1/go" ] || [ -e "$1/go.$0" ]; then
          echo "$0 $DISPATCH_ATTEMPT end $$" >> "$1/ledger"
          exit "$3"
        fi
        sleep 0.2
      done
      exit 99
      """;

  private static final int STATUSES = 5;
  private static final int NAPS = 4;

  static Workplace empty(String name) throws IOException {
    Path directory = Path.of("target", name).toAbsolutePath();
    if (Files.exists(directory)) {
      try (Stream<Path> old = Files.walk(directory)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("key"), PrivateKeys.generateEd25519().reveal());
    Files.createFile(directory.resolve("ledger"));
    return new Workplace(directory);
  }

  Path key() {
    return directory.resolve("key");
  }

  Path instances() {
    return directory.resolve("instances");
  }

  Path log(String process) {
    return directory.resolve(process + ".log");
  }

  /** What a container is to end with. */
  static int status(int number) {
    return number % STATUSES;
  }

  static int number(String id) {
    return Integer.parseInt(id.substring(id.indexOf('-') + 1));
  }

  ContainerSpec spec(String id) {
    int number = number(id);
    String nap = "0." + 3 * (number % NAPS);
    RunSpec run =
        RunSpec.of(
            "sh", "-c", PAYLOAD, id, directory.toString(), nap, Integer.toString(status(number)));
    return ContainerSpec.builder(id, Needs.of(1, 1 << 20), run).build();
  }

  void letGo(String id) throws IOException {
    Files.writeString(directory.resolve("go." + id), "");
  }

  void letAllGo() throws IOException {
    Files.writeString(directory.resolve("go"), "");
  }

  /** A line of the ledger. */
  record Line(String id, long attempt, String what, long process) {}

  /** What each container wrote, in the order in which it was written. */
  Map<String, List<Line>> ledger() throws IOException {
    Map<String, List<Line>> lines = new TreeMap<>();
    for (String text : Files.readAllLines(directory.resolve("ledger"), UTF_8)) {
      String[] words = text.split(" ", -1);
      Line line = new Line(words[0], Long.parseLong(words[1]), words[2], Long.parseLong(words[3]));
      lines.computeIfAbsent(line.id(), id -> new ArrayList<>()).add(line);
    }
    return lines;
  }

  /** What is left of instances, the set's own lock apart. */
  List<String> instancesLeft() throws IOException {
    try (Stream<Path> left = Files.list(instances().resolve(DispatcherProcess.SET))) {
      return left.map(path -> path.getFileName().toString())
          .filter(name -> !name.equals("lock"))
          .toList();
    }
  }

  /** What runs for this test: its directory stands in the arguments or in the environment. */
  List<String> processesLeft() {
    return ProcessHandle.allProcesses()
        .filter(process -> shows(process, "cmdline") || shows(process, "environ"))
        .map(ProcessHandle::toString)
        .toList();
  }

  private boolean shows(ProcessHandle process, String file) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc", String.valueOf(process.pid()), file));
      return new String(bytes, ISO_8859_1).contains(instances().toString());
    } catch (IOException e) {
      // It has ended meanwhile, or is another user's.
      return false;
    }
  }
}
