package io.dispatchcloud.driver.local;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What starts a command in a session of its own: else a terminal's Ctrl-C, or a signal to this
 * process's group, would reach the commands as well, and end what this process may still wait for.
 * Where there is no {@code setsid}, they stay in this process's session.
 */
final class OwnSession {
  private static final String PLACES = ":/usr/bin:/bin";

  /** Looked for once: it does not come and go. */
  private static final List<String> PREFIX = prefix(System.getenv("PATH") + PLACES);

  private OwnSession() {}

  /**
   * The words that go before a command. The process stays the same one: {@code setsid} forks only
   * where it leads a process group, and no child of this process does when it is started.
   */
  static List<String> prefix() {
    return PREFIX;
  }

  static List<String> prefix(String searchPath) {
    return Stream.of(searchPath.split(File.pathSeparator, -1))
        .filter(directory -> directory.startsWith("/"))
        .map(directory -> Path.of(directory, "setsid"))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .map(Path::toString)
        .limit(1)
        .toList();
  }
}
