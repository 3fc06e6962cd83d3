package io.dispatchcloud.test.stub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Objects;

/**
 * What a started container pretends to do.
 *
 * @param runs how long it runs, unless somebody ends it
 * @param exitStatus how it exits then, 0 to 255
 * @param stdout what it writes to its standard output
 * @param stderr what it writes to its standard error
 */
public record StubPayload(Duration runs, int exitStatus, String stdout, String stderr) {
  public StubPayload {
    if (runs.isNegative()) {
      throw new IllegalArgumentException("runs: '" + runs + "'; expected 0 or more");
    }
    if (exitStatus < 0 || exitStatus > 255) {
      throw new IllegalArgumentException("exitStatus: '" + exitStatus + "'; expected 0 to 255");
    }
    Objects.requireNonNull(stdout, "stdout");
    Objects.requireNonNull(stderr, "stderr");
  }

  /**
   * One that writes nothing.
   *
   * @param runs how long it runs
   * @param exitStatus how it exits, 0 to 255
   * @return the payload
   */
  public static StubPayload of(Duration runs, int exitStatus) {
    return new StubPayload(runs, exitStatus, "", "");
  }

  byte[] output(boolean ofStdout) {
    return (ofStdout ? stdout : stderr).getBytes(UTF_8);
  }
}
