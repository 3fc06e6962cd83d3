package io.dispatchcloud.server.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Folders and files that are what they seem: no symbolic link leads anywhere else. */
final class PlainFiles {
  private PlainFiles() {}

  /** Makes a folder, if it is not there. */
  static Path folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try {
        Files.createDirectory(folder);
      } catch (FileAlreadyExistsException e) {
        throw new IOException(folder + " is in the way: expected a folder, or nothing", e);
      }
    }
    return folder;
  }

  /** Complains about what is there and is no folder. */
  static void requireFolderOrNothing(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(folder + " is in the way: expected a folder, or nothing");
    }
  }

  /** Complains about what is there and is no file. */
  static void requireFileOrNothing(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " is in the way: expected a file, or nothing");
    }
  }

  /** Opens a file, which is then empty. */
  static OutputStream write(Path file) throws IOException {
    requireFileOrNothing(file);
    return Files.newOutputStream(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
  }

  /** Gives a whole file its name. */
  static void rename(Path from, Path to) throws IOException {
    requireFileOrNothing(to);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
