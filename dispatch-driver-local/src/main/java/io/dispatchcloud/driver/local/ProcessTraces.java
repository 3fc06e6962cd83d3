package io.dispatchcloud.driver.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a process shows in {@code /proc} of the instance that it belongs to: the marker in its
 * environment, or a runner's lock that it has open. Whoever uses any other file or directory of the
 * instance may be somebody's shell or editor, and need not belong to it. Processes of other users
 * show nothing, and where there is no {@code /proc}, none does.
 */
final class ProcessTraces {
  /** The files that a runner's supervisor, and all that its payload starts, inherit open. */
  private static final Set<String> LOCKS = Set.of("lock", "supervisor");

  /** What the kernel appends to the name of an open file that has none any more. */
  private static final String DELETED = " (deleted)";

  private final String marker;
  private final Path directory;

  ProcessTraces(String marker, Path directory) {
    this.marker = "\0" + new String(marker.getBytes(UTF_8), ISO_8859_1) + "\0";
    this.directory = directory;
  }

  boolean areMarkedOn(ProcessHandle process) {
    try {
      return ("\0" + ProcessStat.read(process.pid(), "environ") + "\0").contains(marker);
    } catch (IOException e) {
      return false;
    }
  }

  /** Does it hold a lock that only a runner of this instance hands on? */
  boolean holdLockIn(ProcessHandle process) {
    return hasOpen(process, this::isLock);
  }

  /** Does it use the directory in any way? That alone makes it nobody's. */
  boolean useDirectory(ProcessHandle process) {
    Path proc = ProcessStat.proc(process.pid());
    return leads(proc.resolve("cwd"), this::isInside)
        || leads(proc.resolve("exe"), this::isInside)
        || hasOpen(process, this::isInside);
  }

  private boolean isLock(Path file) {
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    String plain =
        name.endsWith(DELETED) ? name.substring(0, name.length() - DELETED.length()) : name;
    return LOCKS.contains(plain) && isInside(file);
  }

  private boolean isInside(Path file) {
    return file.startsWith(directory);
  }

  private static boolean hasOpen(ProcessHandle process, Predicate<Path> wanted) {
    Path descriptors = ProcessStat.proc(process.pid()).resolve("fd");
    try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
      for (Path link : links) {
        if (leads(link, wanted)) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      return false;
    }
  }

  private static boolean leads(Path link, Predicate<Path> wanted) {
    try {
      return wanted.test(Files.readSymbolicLink(link));
    } catch (IOException e) {
      return false;
    }
  }
}
