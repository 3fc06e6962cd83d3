package io.dispatchcloud.api.container;

import java.time.Instant;
import java.util.Objects;

/**
 * How an attempt ended by itself (RUN-5).
 *
 * @param exitStatus 0 to 255; 128 and a signal's number if a signal ended it
 * @param startedAt when, by the instance's clock
 * @param finishedAt when, by the instance's clock
 * @param stdout the end of what it wrote to stdout
 * @param stderr the end of what it wrote to stderr
 */
public record RunResult(
    int exitStatus, Instant startedAt, Instant finishedAt, OutputTail stdout, OutputTail stderr) {
  public RunResult {
    if (exitStatus < 0 || exitStatus > 255) {
      throw new IllegalArgumentException("exitStatus: '" + exitStatus + "'; expected 0 to 255");
    }
    Objects.requireNonNull(startedAt, "startedAt");
    Objects.requireNonNull(finishedAt, "finishedAt");
    Objects.requireNonNull(stdout, "stdout");
    Objects.requireNonNull(stderr, "stderr");
  }
}
