package io.dispatchcloud.driver.local;

import io.dispatchcloud.api.cloud.CloudException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The directory of one instance set, locked for as long as this is open. The lock goes with the
 * process, however that ends, so a crashed one never blocks the next.
 */
final class SetDirectory implements AutoCloseable {
  /**
   * What this process has open. Looked at before the lock file is touched: on POSIX systems,
   * closing any channel on a file gives up the locks that the process has on it by others.
   */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel lock;
  private final System.Logger logger;

  private SetDirectory(Path path, FileChannel lock, System.Logger logger) {
    this.path = path;
    this.lock = lock;
    this.logger = logger;
  }

  static SetDirectory open(Path path, System.Logger logger) throws CloudException {
    if (!OPEN.add(path)) {
      throw inUse(path, "this process");
    }
    boolean opened = false;
    try {
      SetDirectory directory = new SetDirectory(path, lock(path), logger);
      opened = true;
      return directory;
    } catch (IOException e) {
      throw new CloudException("the directory " + path + " of the set can't be used: " + e, e);
    } finally {
      if (!opened) {
        OPEN.remove(path);
      }
    }
  }

  private static FileChannel lock(Path path) throws IOException, CloudException {
    try {
      PrivateFiles.createDirectory(path);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    }
    FileChannel channel =
        FileChannel.open(
            path.resolve("lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    FileLock held = null;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      throw inUse(path, "this process");
    } finally {
      if (held == null) {
        channel.close();
      }
    }
    if (held == null) {
      throw inUse(path, "another process");
    }
    return channel;
  }

  private static CloudException inUse(Path path, String holder) {
    return new CloudException(
        "the instance set in "
            + path
            + " is open in "
            + holder
            + "; stop that one, or choose another instance set id or directory");
  }

  /**
   * The instances that are there. What looks like one that was never finished, or whose removal was
   * not, is cleaned up; everything that does not look like an instance is left alone.
   */
  List<InstanceDirectory> instances() throws CloudException {
    List<InstanceDirectory> whole = new ArrayList<>();
    for (Path child : children()) {
      if (!InstanceDirectory.looksLikeOne(child)) {
        continue;
      }
      InstanceDirectory instance = new InstanceDirectory(child, logger);
      if (instance.isWhole()) {
        whole.add(instance);
      } else {
        logger.log(System.Logger.Level.INFO, "cleaning up after the half-made instance {0}", child);
        instance.remove();
      }
    }
    return whole;
  }

  private List<Path> children() throws CloudException {
    try (Stream<Path> children = Files.list(path)) {
      return children.sorted().toList();
    } catch (IOException e) {
      throw new CloudException("the directory " + path + " of the set can't be read: " + e, e);
    }
  }

  InstanceDirectory create() throws IOException {
    Path instance = path.resolve(InstanceDirectory.newName());
    PrivateFiles.createDirectory(instance);
    return new InstanceDirectory(instance, logger);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      logger.log(
          System.Logger.Level.WARNING, "a directory's lock could not be released: " + path, e);
    } finally {
      OPEN.remove(path);
    }
  }
}
