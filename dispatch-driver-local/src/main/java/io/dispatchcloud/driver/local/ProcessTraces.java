package io.dispatchcloud.driver.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process shows in {@code /proc} of the instance that it belongs to: the marker in its
 * environment; if that was cleared, a working directory, a program or an open file, such as its
 * lock, below the instance's directory. Processes of other users show nothing, and where there is
 * no {@code /proc}, none does.
 */
final class ProcessTraces {
  private static final Path PROC = Path.of("/proc");

  private final String marker;
  private final Path directory;

  ProcessTraces(String marker, Path directory) {
    this.marker = "\0" + new String(marker.getBytes(UTF_8), ISO_8859_1) + "\0";
    this.directory = directory;
  }

  boolean leadFrom(ProcessHandle process) {
    Path proc = proc(process);
    return areMarkedOn(process)
        || isInside(proc.resolve("cwd"))
        || isInside(proc.resolve("exe"))
        || hasOpenFileInside(proc.resolve("fd"));
  }

  boolean areMarkedOn(ProcessHandle process) {
    try {
      byte[] environment = Files.readAllBytes(proc(process).resolve("environ"));
      return ("\0" + new String(environment, ISO_8859_1) + "\0").contains(marker);
    } catch (IOException e) {
      return false;
    }
  }

  /** A zombie is gone already: all that is left of it is its parent's business. */
  static boolean isGone(ProcessHandle process) {
    if (!process.isAlive()) {
      return true;
    }
    try {
      String stat = Files.readString(proc(process).resolve("stat"), ISO_8859_1);
      // The name before may hold anything, parentheses included.
      return stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
    } catch (IOException e) {
      return !process.isAlive();
    }
  }

  private boolean hasOpenFileInside(Path descriptors) {
    try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
      for (Path link : links) {
        if (isInside(link)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isInside(Path link) {
    try {
      return Files.readSymbolicLink(link).startsWith(directory);
    } catch (IOException e) {
      return false;
    }
  }

  private static Path proc(ProcessHandle process) {
    return PROC.resolve(Long.toString(process.pid()));
  }
}
