package io.dispatchcloud.server.events;

import io.dispatchcloud.core.Management;
import java.io.IOException;
import java.nio.file.Path;

/** A file that every event of the dispatchers of this process goes to. Thread-safe. */
@FunctionalInterface
public interface EventLog extends AutoCloseable {
  /** No file at all. */
  EventLog NONE = (instanceSet, management) -> Recording.NONE;

  /**
   * Begins to write what a dispatcher does, from now on. Holds the dispatcher up at no time: what
   * can't be kept is counted, and the file says how much that was.
   *
   * @param instanceSet whose dispatcher it is
   * @param management the dispatcher; one that has not started yet, so that nothing is missing
   * @return ends that
   */
  Recording record(String instanceSet, Management management);

  /** Writes what is left, waiting some seconds at the most, and closes the file. */
  @Override
  default void close() {}

  /**
   * Opens a file, which is continued; a new one only its owner can read.
   *
   * @param file which
   * @return the log, which is the caller's to close
   * @throws IOException if it can't be written to, or another process writes there
   */
  static EventLog open(Path file) throws IOException {
    return FileEventLog.open(LogFile.open(file), file.toString());
  }

  /** One dispatcher's part of the log. */
  interface Recording extends AutoCloseable {
    /** Of a log that is none. */
    Recording NONE =
        new Recording() {
          @Override
          public void settle() {}

          @Override
          public void close() {}
        };

    /**
     * Writes what the dispatcher's last snapshot has and no event has told. To be called before the
     * dispatcher is closed. Waits some seconds at the most.
     */
    void settle();

    /** Ends it; to be called when the dispatcher is closed. */
    @Override
    void close();
  }
}
