package io.dispatchcloud.server.simulate;

import io.dispatchcloud.server.show.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files that a simulation writes. What can't be written is known before the simulation where
 * that is possible; what fails later is told at the end, and never keeps the rest from being told.
 */
public final class OutputFiles implements AutoCloseable {
  private final @Nullable Path eventPath;
  private final @Nullable Path plot;
  private final @Nullable EventFile events;
  private final List<String> troubles = new ArrayList<>();

  private OutputFiles(@Nullable Path eventPath, @Nullable Path plot, @Nullable EventFile events) {
    this.eventPath = eventPath;
    this.plot = plot;
    this.events = events;
  }

  /**
   * No file at all.
   *
   * @return files that take nothing
   */
  public static OutputFiles none() {
    return new OutputFiles(null, null, null);
  }

  /**
   * Begins the files.
   *
   * @param events gets all that happens, and is begun anew; null for none
   * @param plot gets a picture, and keeps what it has until then; null for none
   * @return the files
   * @throws OutputException if one can't be written to
   */
  public static OutputFiles open(@Nullable Path events, @Nullable Path plot)
      throws OutputException {
    if (plot != null) {
      try {
        Files.newByteChannel(plot, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
      } catch (IOException e) {
        throw new OutputException(trouble("--plot", plot, e), e);
      }
    }
    if (events == null) {
      return new OutputFiles(null, plot, null);
    }
    try {
      return new OutputFiles(events, plot, EventFile.open(events));
    } catch (IOException e) {
      throw new OutputException(trouble("--events", events, e), e);
    }
  }

  private static String trouble(String option, Path file, IOException e) {
    return option
        + ": '"
        + file
        + "'; expected a file that can be written to: "
        + FileTrouble.words(e);
  }

  @Nullable EventFile events() {
    return events;
  }

  boolean wantsPlot() {
    return plot != null;
  }

  /** Writes the picture. */
  void draw(String svg) {
    if (plot == null) {
      return;
    }
    try {
      Files.writeString(plot, svg);
    } catch (IOException e) {
      troubles.add(trouble("--plot", plot, e));
    }
  }

  /** What could not be written so far. */
  List<String> troubles() {
    return List.copyOf(troubles);
  }

  /** Ends the files. A second call does nothing. */
  @Override
  public void close() {
    if (events == null || eventPath == null) {
      return;
    }
    try {
      events.close();
    } catch (IOException e) {
      troubles.add(trouble("--events", eventPath, e));
    }
  }
}
