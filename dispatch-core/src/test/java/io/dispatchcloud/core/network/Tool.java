package io.dispatchcloud.core.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;

/** Programs of this machine that a test cannot do without. */
final class Tool {
  private Tool() {}

  /** Runs one to its end, which must be a good one, and returns what it said. */
  static String run(String... line) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(List.of(line) + ": " + said);
    }
    return said;
  }
}
