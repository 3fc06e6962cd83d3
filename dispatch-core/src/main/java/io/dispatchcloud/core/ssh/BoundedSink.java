package io.dispatchcloud.core.ssh;

import io.dispatchcloud.api.executor.Output;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/**
 * Takes one output stream of a command. It is called on the thread that reads for all commands of
 * the connection, which a sink that blocks or throws would stop: so this one does neither, and
 * drops and counts what is too much.
 */
final class BoundedSink extends OutputStream {
  private final int limit;
  private final Runnable onClose;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(256);
  private long written;
  private boolean closed;

  BoundedSink(int limit, Runnable onClose) {
    this.limit = limit;
    this.onClose = onClose;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    written += length;
    int room = Math.min(length, limit - kept.size());
    // Once something was dropped, nothing may follow it: what is kept is the beginning.
    if (room > 0 && kept.size() == written - length) {
      try {
        kept.write(bytes, offset, room);
      } catch (OutOfMemoryError e) {
        // Its bytes count as dropped, and the other commands of the connection go on.
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    onClose.run();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  synchronized long written() {
    return written;
  }

  synchronized Output output() {
    return new Output(kept.toByteArray(), written - kept.size());
  }
}
