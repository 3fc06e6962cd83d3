package io.dispatchcloud.server.simulate;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The file that gets every event of a simulation: the same bytes for the same seed. What can't be
 * written is told when it is closed; the simulation goes on.
 */
final class EventFile implements Consumer<String>, AutoCloseable {
  private final BufferedWriter out;
  private @Nullable IOException failure;
  private boolean closed;

  private EventFile(BufferedWriter out) {
    this.out = out;
  }

  /**
   * Begins it.
   *
   * @param file where; begun anew
   * @return the file
   * @throws IOException if it can't be written to
   */
  public static EventFile open(Path file) throws IOException {
    return new EventFile(Files.newBufferedWriter(file));
  }

  @Override
  public synchronized void accept(String line) {
    // A simulation that nobody waits for any more still tells.
    if (closed || failure != null) {
      return;
    }
    try {
      out.write(line);
      out.write('\n');
    } catch (IOException e) {
      failure = e;
    }
  }

  /**
   * Ends it. A second call does nothing.
   *
   * @throws IOException if not all of it could be written
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      if (failure != null) {
        throw failure;
      }
    }
  }
}
