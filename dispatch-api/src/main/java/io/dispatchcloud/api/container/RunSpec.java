package io.dispatchcloud.api.container;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is run in a container. Its environment may hold secrets, so {@link #toString} shows neither
 * that nor the command's arguments.
 *
 * @param command the program and its arguments; at least the program
 * @param environment variables for it; names are letters, digits and underscores, the first no
 *     digit
 * @param image the image to run it in; empty where the engine needs none
 * @param workingDirectory where to start it; empty for the engine's own choice
 */
public record RunSpec(
    List<String> command, Map<String, String> environment, String image, String workingDirectory) {
  public RunSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(workingDirectory, "workingDirectory");
    if (command.isEmpty() || command.get(0).isEmpty()) {
      throw new IllegalArgumentException("command: nothing given; expected a program to run");
    }
    if (command.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
      throw new IllegalArgumentException("command: has a NUL; expected text without one");
    }
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      if (!variable.getKey().matches("[A-Za-z_][A-Za-z0-9_]*")) {
        throw new IllegalArgumentException(
            "environment: '"
                + variable.getKey()
                + "'; expected a name of letters, digits and '_', the first no digit");
      }
      if (variable.getValue().indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "environment." + variable.getKey() + ": has a NUL; expected text without one");
      }
    }
  }

  /**
   * Just a command.
   *
   * @param command the program and its arguments
   * @return a run without environment, image and working directory
   */
  public static RunSpec of(String... command) {
    return new RunSpec(List.of(command), Map.of(), "", "");
  }

  @Override
  public String toString() {
    return command.get(0) + (image.isEmpty() ? "" : " in " + image);
  }
}
