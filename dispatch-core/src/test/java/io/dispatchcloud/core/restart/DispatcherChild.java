package io.dispatchcloud.core.restart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispatchcloud.core.ssh.PrivateKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A dispatcher in a process of its own, seen from the one that started it.
 *
 * @param process the process
 */
record DispatcherChild(Process process) {
  private static final int TIMED_OUT = -1;

  /** An empty directory for all that a test makes, its logs too; kept until the next test. */
  static Path newDirectory() throws IOException {
    Path directory = Path.of("target", "restart").toAbsolutePath();
    if (Files.exists(directory)) {
      try (Stream<Path> old = Files.walk(directory)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("key"), PrivateKeys.generateEd25519().reveal());
    return directory;
  }

  static Path instances(Path directory) {
    return directory.resolve("instances");
  }

  static DispatcherChild start(Path directory, int port) throws IOException {
    Path log = directory.resolve("dispatcher.log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            DispatcherProcess.class.getName(),
            String.valueOf(port),
            instances(directory).toString(),
            directory.resolve("key").toString());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new DispatcherChild(builder.start());
  }

  /** Asks it to end its instances and itself. Returns its exit status. */
  int drain() throws IOException, InterruptedException {
    process.getOutputStream().write((DispatcherProcess.DRAIN + "\n").getBytes(UTF_8));
    process.getOutputStream().flush();
    return process.waitFor(2, TimeUnit.MINUTES) ? process.exitValue() : TIMED_OUT;
  }

  /** What runs for a test: its directory stands in the arguments or in the environment. */
  static List<String> processesIn(Path directory) {
    return ProcessHandle.allProcesses()
        .filter(
            process -> shows(process, "cmdline", directory) || shows(process, "environ", directory))
        .map(ProcessHandle::toString)
        .toList();
  }

  private static boolean shows(ProcessHandle process, String file, Path directory) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc", String.valueOf(process.pid()), file));
      return new String(bytes, ISO_8859_1).contains(directory.toString());
    } catch (IOException e) {
      // It has ended meanwhile, or is another user's.
      return false;
    }
  }
}
