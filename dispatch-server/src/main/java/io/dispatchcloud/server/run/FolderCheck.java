package io.dispatchcloud.server.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a folder is one that a run may write to and tidy up in. Makes nothing. */
final class FolderCheck {
  /** The first line of the lock's file, by which a later run knows the folder. */
  static final String MARK = "The folder that this file is in was made by dispatch.";

  private FolderCheck() {}

  /** Why not; empty if it may. */
  static Optional<String> problem(Path folder, boolean force) {
    if (folder.toString().isBlank()) {
      return Optional.of("the name is empty");
    }
    Path there = folder.toAbsolutePath().normalize();
    while (!Files.exists(there)) {
      Path parent = there.getParent();
      if (parent == null) {
        return Optional.of("there is no " + there);
      }
      there = parent;
    }
    if (!Files.isDirectory(there)) {
      return Optional.of(there + " is not a folder");
    }
    if (!Files.isWritable(there)) {
      return Optional.of(there + " can't be written to");
    }
    return there.equals(folder.toAbsolutePath().normalize())
        ? existing(there, force)
        : Optional.empty();
  }

  private static Optional<String> existing(Path folder, boolean force) {
    try {
      if (folder.toRealPath().getParent() == null) {
        return Optional.of("it is the root of all folders; choose another one");
      }
      Path home = Path.of(System.getProperty("user.home", ""));
      if (Files.isDirectory(home) && Files.isSameFile(folder, home)) {
        return Optional.of("it is the home directory; choose a folder in it");
      }
      return force || isOurs(folder) ? Optional.empty() : foreign(folder);
    } catch (IOException e) {
      return Optional.of("it can't be read: " + e.getMessage());
    }
  }

  private static Optional<String> foreign(Path folder) throws IOException {
    try (Stream<Path> there = Files.list(folder)) {
      return there
          .sorted()
          .findFirst()
          .map(
              file ->
                  file.getFileName()
                      + " is in it, and no earlier run made it; choose another folder, or use"
                      + " --force to write there all the same");
    }
  }

  /** An empty lock file counts, too: that is what earlier versions left. */
  private static boolean isOurs(Path folder) throws IOException {
    Path lock = folder.resolve(OutputFolder.LOCK);
    if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    byte[] mark = MARK.getBytes(StandardCharsets.UTF_8);
    try (InputStream in = Files.newInputStream(lock, LinkOption.NOFOLLOW_LINKS)) {
      byte[] start = in.readNBytes(mark.length);
      return start.length == 0 || Arrays.equals(start, mark);
    }
  }
}
