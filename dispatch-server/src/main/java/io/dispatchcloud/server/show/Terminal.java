package io.dispatchcloud.server.show;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** The terminal that stderr goes to, if it goes to one. Asked by stty, which knows any. */
final class Terminal {
  static final int USUAL_WIDTH = 80;

  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(5);
  private static final long PATIENCE_SECONDS = 2;
  private static final List<String> ASK =
      List.of("sh", "-c", "test -t 2 && { stty size <&2 2>/dev/null || echo 0 0; }");

  private final InstantSource clock;
  private OptionalInt width = OptionalInt.empty();
  private Instant askAt = Instant.MIN;

  Terminal(InstantSource clock) {
    this.clock = clock;
  }

  /** Its width, known to a few seconds; empty if stderr is no terminal, or one that can't move. */
  OptionalInt width() {
    Instant now = clock.instant();
    if (!now.isBefore(askAt)) {
      askAt = now.plus(ASK_AGAIN_AFTER);
      width = ask();
    }
    return width;
  }

  private static OptionalInt ask() {
    String kind = System.getenv("TERM");
    if (kind == null || kind.isEmpty() || kind.equals("dumb")) {
      return OptionalInt.empty();
    }
    try {
      Process process =
          new ProcessBuilder(ASK).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return OptionalInt.empty();
      }
      return parse(
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
    } catch (IOException e) {
      return OptionalInt.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    }
  }

  /** Reads {@code ROWS COLUMNS}; a terminal that doesn't know its size says 0 0. */
  static OptionalInt parse(String size) {
    if (!size.matches("\\d{1,6} \\d{1,6}")) {
      return OptionalInt.empty();
    }
    int columns = Integer.parseInt(size.substring(size.indexOf(' ') + 1));
    return OptionalInt.of(columns == 0 ? USUAL_WIDTH : columns);
  }
}
