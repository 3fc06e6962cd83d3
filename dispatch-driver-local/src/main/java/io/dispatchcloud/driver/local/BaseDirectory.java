package io.dispatchcloud.driver.local;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * Checks the directory that a user chose. Its default lies where everybody can write, so somebody
 * else may have made it first, and would then own the host keys and secrets in it.
 */
final class BaseDirectory {
  private BaseDirectory() {}

  static Path prepare(String given) {
    try {
      Path directory = Path.of(given).toAbsolutePath().normalize();
      create(directory, given);
      if (!Files.isDirectory(directory)) {
        throw refused(given, "a directory, which this is not; remove it or choose another");
      }
      if (!Files.isWritable(directory)) {
        throw refused(given, "a directory that this user can write");
      }
      checkOwner(directory, given);
      return directory.toRealPath();
    } catch (InvalidPathException e) {
      throw refused(given, "a path");
    } catch (IOException e) {
      throw new IllegalArgumentException(
          refused(given, "a directory that can be used").getMessage() + ": " + e, e);
    }
  }

  private static void create(Path directory, String given) throws IOException {
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (directory.getParent() != null) {
      try {
        Files.createDirectories(directory.getParent());
      } catch (FileAlreadyExistsException e) {
        throw refused(given, "a directory below a directory, but " + e.getFile() + " is a file");
      }
    }
    try {
      PrivateFiles.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      // Somebody was faster; what it is now is looked at next.
      return;
    }
  }

  private static void checkOwner(Path directory, String given) throws IOException {
    Path probe = Files.createTempFile(directory, "owner-", ".probe");
    UserPrincipal self;
    try {
      // Asked this way because a user id need not have a name.
      self = Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
    // Of a symbolic link both ends must be ours, else its owner could turn it round later.
    if (!self.equals(Files.getOwner(directory))
        || !self.equals(Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS))) {
      throw refused(given, "a directory that belongs to this user; choose another");
    }
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(directory);
    if (mode.contains(PosixFilePermission.GROUP_WRITE)
        || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw refused(
          given,
          "a directory that only this user can write, but its mode is "
              + PosixFilePermissions.toString(mode)
              + "; use chmod go-w");
    }
  }

  private static IllegalArgumentException refused(String given, String expected) {
    return new IllegalArgumentException(
        LocalDriver.DIRECTORY.name() + ": '" + given + "'; expected " + expected);
  }
}
