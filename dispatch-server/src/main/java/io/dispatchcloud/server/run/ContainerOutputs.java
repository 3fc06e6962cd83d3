package io.dispatchcloud.server.run;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.core.OutputStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Where containers' output goes: {@code <container>/stdout} and {@code stderr}. Both are called
 * {@code .part} until they are known to be whole, so that nobody takes a part for all of it.
 */
final class ContainerOutputs implements OutputStore {
  private static final String PART = ".part";

  private final Path folder;

  ContainerOutputs(Path folder) {
    this.folder = folder;
  }

  @Override
  public OutputStream open(Attempt attempt, Stream stream) throws IOException {
    PlainFiles.folder(folder.resolve(attempt.container().value()));
    Files.deleteIfExists(whole(attempt, stream));
    Path part = part(attempt, stream);
    PlainFiles.requireFileOrNothing(part);
    // A new file: who still writes to a former attempt's does not write to this one.
    Files.deleteIfExists(part);
    return PlainFiles.write(part);
  }

  /**
   * Gives what an attempt wrote its names.
   *
   * @throws IOException if not all of it is there; the message says what
   */
  void keep(Attempt attempt, RunResult result) throws IOException {
    keep(attempt, Stream.STDOUT, result.stdout().length());
    keep(attempt, Stream.STDERR, result.stderr().length());
  }

  private void keep(Attempt attempt, Stream stream, long length) throws IOException {
    Path whole = whole(attempt, stream);
    Path part = part(attempt, stream);
    if (size(whole) == length && size(part) < 0) {
      return;
    }
    long there = size(part);
    if (there != length) {
      throw new IOException(
          "%s has %d of %d bytes".formatted(stream.word(), Math.max(0, there), length));
    }
    PlainFiles.rename(part, whole);
  }

  /** Takes away what an earlier run left of a container. */
  void clear(String container) throws IOException {
    Path place = folder.resolve(container);
    PlainFiles.requireFolderOrNothing(place);
    for (Stream stream : Stream.values()) {
      Files.deleteIfExists(place.resolve(stream.word()));
      Files.deleteIfExists(place.resolve(stream.word() + PART));
    }
  }

  private static long size(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : -1;
  }

  private Path whole(Attempt attempt, Stream stream) {
    return folder.resolve(attempt.container().value()).resolve(stream.word());
  }

  private Path part(Attempt attempt, Stream stream) {
    return folder.resolve(attempt.container().value()).resolve(stream.word() + PART);
  }
}
