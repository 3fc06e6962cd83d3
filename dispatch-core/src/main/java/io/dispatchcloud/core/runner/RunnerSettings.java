package io.dispatchcloud.core.runner;

import java.util.List;
import java.util.Objects;

/**
 * How a runner is called on the instances of one set.
 *
 * @param directory where the runner is deployed to; relative to where commands start, if it is no
 *     absolute path
 * @param command another runner's program; empty for the one that is deployed
 * @param arguments what each runner command is given first
 * @param sudo whether commands go through {@code sudo -n} (RUN-7)
 */
public record RunnerSettings(
    String directory, String command, List<String> arguments, boolean sudo) {
  public RunnerSettings {
    if (directory.isBlank() && command.isBlank()) {
      throw new IllegalArgumentException(
          "runner: neither directory nor command given; expected one of them");
    }
    arguments = List.copyOf(arguments);
    Objects.requireNonNull(command, "command");
  }

  /**
   * Whether the runner is one that the dispatcher brings along.
   *
   * @return true if no other command is configured
   */
  public boolean deployed() {
    return command.isBlank();
  }

  /**
   * The runner's program.
   *
   * @param program the one that the dispatcher brings along
   * @return the path of it on the instance, or the configured command
   */
  String path(RunnerProgram program) {
    return deployed() ? directoryPath() + "/" + program.fileName() : command;
  }

  /** The directory in a form that no program takes for an option, and none looks up in a path. */
  String directoryPath() {
    return directory.startsWith("/") ? directory : "./" + directory;
  }
}
