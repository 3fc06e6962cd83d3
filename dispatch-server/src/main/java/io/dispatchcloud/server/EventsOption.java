package io.dispatchcloud.server;

import io.dispatchcloud.server.events.EventLog;
import io.dispatchcloud.server.show.FileTrouble;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether, and where, a command writes down all that its dispatcher does. */
final class EventsOption {
  @Option(
      names = "--events",
      paramLabel = "FILE",
      description =
          "Writes every decision and change to this file, which is continued: JSON, a line each; see"
              + " docs/events.md. A new file only you can read.")
  private @Nullable Path file;

  /** Opens it; the log is the caller's to close. */
  EventLog open() throws BadInputException {
    if (file == null) {
      return EventLog.NONE;
    }
    try {
      return EventLog.open(file);
    } catch (IOException e) {
      throw new BadInputException(
          "--events: '"
              + file
              + "'; expected a file that can be written to: "
              + FileTrouble.words(e));
    }
  }
}
