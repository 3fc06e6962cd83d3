package io.dispatchcloud.core.runner;

import java.util.List;
import java.util.Objects;

/**
 * What runs payloads on the instances (RUN-9).
 *
 * @param name the engine: {@code process}, or another that the runner has
 * @param arguments for the engine; the engine {@code process} has no use for any
 * @param runAs the user that payloads of the engine {@code process} run as (RUN-7); empty for the
 *     runner's own
 */
public record EngineSettings(String name, List<String> arguments, String runAs) {
  /** Plain processes of the runner's own user. */
  public static final EngineSettings PROCESS = new EngineSettings("process", List.of(), "");

  public EngineSettings {
    if (name.isBlank()) {
      throw new IllegalArgumentException("engine: nothing given; expected a name such as process");
    }
    arguments = List.copyOf(arguments);
    Objects.requireNonNull(runAs, "runAs");
  }
}
