package io.dispatchcloud.core.runner;

import java.util.List;
import java.util.Objects;

/**
 * What runs payloads on the instances (RUN-9).
 *
 * @param name the engine: {@code process}, {@code podman}, {@code docker}, or another that the
 *     runner has
 * @param arguments for a container engine: what stands before the word {@code run} is for the
 *     engine itself, what comes after it (or all, without that word) for its run command
 * @param runAs the user that payloads of the engine {@code process} run as (RUN-7); empty for the
 *     runner's own
 * @param tailBytes how much of the end of each output stream a result shows, in bytes; 0 or more
 */
public record EngineSettings(String name, List<String> arguments, String runAs, int tailBytes) {
  private static final int USUAL_TAIL = 65_536;

  /** Plain processes of the runner's own user. */
  public static final EngineSettings PROCESS =
      new EngineSettings("process", List.of(), "", USUAL_TAIL);

  public EngineSettings {
    if (name.isBlank()) {
      throw new IllegalArgumentException("engine: nothing given; expected a name such as process");
    }
    arguments = List.copyOf(arguments);
    Objects.requireNonNull(runAs, "runAs");
    if (tailBytes < 0) {
      throw new IllegalArgumentException("tailBytes: '" + tailBytes + "'; expected 0 or more");
    }
  }
}
