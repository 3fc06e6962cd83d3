package io.dispatchcloud.server.run;

import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.core.OutputStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The folder that a job writes to. One run at a time has it, by a lock that ends with it. */
public final class OutputFolder implements AutoCloseable {
  static final String LOG = "dispatch.log";
  static final String SUMMARY = "containers.tsv";
  static final String LAST_STDOUT = "finally.stdout";
  static final String LAST_STDERR = "finally.stderr";
  private static final String LOCK = "dispatch.lock";

  /** Names in it that are not folders of containers. */
  public static final Set<String> RESERVED = Set.of(LOG, SUMMARY, LAST_STDOUT, LAST_STDERR, LOCK);

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
   * @return why not; empty if it could
   */
  public static Optional<String> problem(Path folder) {
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
    return Files.isWritable(there) ? Optional.empty() : Optional.of(there + " can't be written to");
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
    FileChannel channel =
        FileChannel.open(
            absolute.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock(channel).isEmpty()) {
      channel.close();
      throw new IOException("another run has it");
    }
    return new OutputFolder(absolute, channel);
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
      for (OutputStore.Stream stream : OutputStore.Stream.values()) {
        Files.deleteIfExists(folder.resolve(container.id().value()).resolve(stream.word()));
      }
    }
  }

  /** Where containers' output goes: {@code <container>/stdout} and {@code stderr}. */
  OutputStore store() {
    return (attempt, stream) -> {
      Path place = Files.createDirectories(folder.resolve(attempt.container().value()));
      return Files.newOutputStream(place.resolve(stream.word()));
    };
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
  public void close() throws IOException {
    channel.close();
  }
}
