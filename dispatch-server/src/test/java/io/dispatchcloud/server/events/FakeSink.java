package io.dispatchcloud.server.events;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A disk that can be full, and writes a few bytes of what it is given before it says so. */
final class FakeSink implements Sink {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private boolean full;
  private int refusals;

  synchronized void full(boolean value) {
    full = value;
  }

  synchronized int refusals() {
    return refusals;
  }

  synchronized List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Override
  public synchronized void write(ByteBuffer bytes) throws IOException {
    if (full) {
      refusals++;
      written.write(bytes.get());
      throw new IOException("No space left on device");
    }
    while (bytes.hasRemaining()) {
      written.write(bytes.get());
    }
  }

  @Override
  public void close() {}
}
