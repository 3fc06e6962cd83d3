package io.dispatchcloud.server.run;

import io.dispatchcloud.api.container.ContainerSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder that a job writes to. One run at a time has it, by a lock that ends with it. */
public final class OutputFolder implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(OutputFolder.class);

  static final String LOG = "dispatch.log";
  static final String SUMMARY = "containers.tsv";
  static final String LAST_STDOUT = "finally.stdout";
  static final String LAST_STDERR = "finally.stderr";
  static final String LOCK = "dispatch.lock";

  /** Names in it that are not folders of containers. */
  public static final Set<String> RESERVED =
      Set.of(LOG, SUMMARY, LAST_STDOUT, LAST_STDERR, LOCK, RunFolder.NAME);

  private final Path folder;
  private final FileChannel channel;

  private OutputFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Looks whether a folder could be written to, and makes nothing.
   *
   * @param folder the folder, which may not be there yet
   * @param force whether it may hold files that no run made
   * @return why not; empty if it could
   */
  public static Optional<String> problem(Path folder, boolean force) {
    return FolderCheck.problem(folder, force);
  }

  /**
   * Makes the folder if need be, and takes its lock.
   *
   * @param folder the folder
   * @return the folder, to be closed
   * @throws IOException if it can't be written to or another run has it; the message is for people
   */
  public static OutputFolder open(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    Files.createDirectories(absolute);
    for (String name : List.of(LOG, SUMMARY, LAST_STDOUT, LAST_STDERR, LOCK)) {
      PlainFiles.requireFileOrNothing(absolute.resolve(name));
    }
    FileChannel channel =
        FileChannel.open(
            absolute.resolve(LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    OutputFolder opened = new OutputFolder(absolute, channel);
    try {
      opened.take();
    } catch (IOException e) {
      opened.close();
      throw e;
    }
    return opened;
  }

  private void take() throws IOException {
    if (lock(channel).isEmpty()) {
      throw new IOException("another run has it");
    }
    channel.write(ByteBuffer.wrap((FolderCheck.MARK + "\n").getBytes(StandardCharsets.UTF_8)), 0);
  }

  private static Optional<FileLock> lock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  /** Takes away what an earlier run left, so that nobody takes it for an answer of this one. */
  void clear(List<ContainerSpec> containers) throws IOException {
    for (String name : List.of(SUMMARY, LAST_STDOUT, LAST_STDERR)) {
      Files.deleteIfExists(folder.resolve(name));
    }
    for (ContainerSpec container : containers) {
      outputs().clear(container.id().value());
    }
  }

  /** Where containers' output goes. */
  ContainerOutputs outputs() {
    return new ContainerOutputs(folder);
  }

  /**
   * Where the log goes.
   *
   * @return a file in the folder
   */
  public Path log() {
    return folder.resolve(LOG);
  }

  Path path() {
    return folder;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process, at the latest.
      LOGGER.debug("closing the lock's file failed", e);
    }
  }
}
