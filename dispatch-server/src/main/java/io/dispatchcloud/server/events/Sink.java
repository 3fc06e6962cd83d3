package io.dispatchcloud.server.events;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the bytes of a log go. */
interface Sink extends Closeable {
  /**
   * Writes some of the bytes, and moves their position on by so many; may write a part before it
   * fails.
   */
  void write(ByteBuffer bytes) throws IOException;
}
