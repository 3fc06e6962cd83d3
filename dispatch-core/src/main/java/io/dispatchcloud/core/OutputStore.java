package io.dispatchcloud.core;

import io.dispatchcloud.api.container.Attempt;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Where all that containers wrote is kept, if the application wants more than the end of it. Called
 * on threads that may block.
 */
@FunctionalInterface
public interface OutputStore {
  /** The two streams of a container. */
  enum Stream {
    /** What it wrote to stdout. */
    STDOUT,
    /** What it wrote to stderr. */
    STDERR;

    /**
     * The stream's usual name.
     *
     * @return {@code stdout} or {@code stderr}
     */
    public String word() {
      return this == STDOUT ? "stdout" : "stderr";
    }
  }

  /**
   * Opens the place for one stream of a container that has ended. It is filled before the result is
   * recorded. The stream is closed after a failure, too: that it was closed does not say that it is
   * whole. Then it is opened and filled again from the start, for some minutes; after that the
   * output counts as lost, and an event says so.
   *
   * @param attempt which attempt
   * @param stream which stream
   * @return what takes the bytes; the caller closes it
   * @throws IOException if there is no such place: the result waits, and it is tried again
   */
  OutputStream open(Attempt attempt, Stream stream) throws IOException;
}
