package io.dispatchcloud.test.sim.trace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file, one at a time, with bounds on their length and on the file's. Bytes beyond
 * ASCII come as Latin-1: they stand only where nobody looks, and a wrong one there is no reason to
 * refuse a file.
 */
final class TextLines implements AutoCloseable {
  private static final int LONGEST = 64 << 10;
  private static final int BUFFER = 64 << 10;

  private final Path file;
  private final InputStream in;
  private final long bytesMax;
  private final byte[] buffer = new byte[BUFFER];
  private final byte[] line = new byte[LONGEST];
  private int position;
  private int filled;
  private long bytes;
  private long number;

  private TextLines(Path file, InputStream in, long bytesMax) {
    this.file = file;
    this.in = in;
    this.bytesMax = bytesMax;
  }

  /**
   * Opens a file.
   *
   * @param bytesMax how much is read of it at the most; a larger one is refused
   */
  static TextLines open(Path file, long bytesMax) throws IOException, TraceException {
    if (!Files.exists(file)) {
      throw TraceException.problem(file, 0, "no such file");
    }
    if (Files.isDirectory(file)) {
      throw TraceException.problem(file, 0, "a folder; expected a file");
    }
    return new TextLines(file, Files.newInputStream(file), bytesMax);
  }

  Path file() {
    return file;
  }

  /** The number of the line that came last, from 1. */
  long number() {
    return number;
  }

  /** The next line without its end; null after the last. */
  @Nullable String next() throws IOException, TraceException {
    int length = 0;
    boolean any = false;
    while (position < filled || fill()) {
      byte next = buffer[position++];
      if (!any) {
        any = true;
        number++;
      }
      if (next == '\n') {
        break;
      }
      if (length == LONGEST) {
        throw TraceException.problem(
            file, number, "a line of more than " + LONGEST + " bytes; expected a text file");
      }
      line[length++] = next;
    }
    if (!any) {
      return null;
    }
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    return new String(line, 0, length, StandardCharsets.ISO_8859_1);
  }

  private boolean fill() throws IOException, TraceException {
    position = 0;
    filled = Math.max(0, in.read(buffer));
    bytes += filled;
    if (bytes > bytesMax) {
      throw TraceException.problem(
          file, 0, "too large; expected at most " + (bytesMax >> 20) + " MiB");
    }
    return filled > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
