package io.dispatchcloud.test.stub;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A start command that a pretended runner was given.
 *
 * @param attempt what it is to start
 * @param instance on which VM
 * @param command the container's command
 * @param environment the container's variables
 * @param labels the container's labels
 */
public record StubStart(
    Attempt attempt,
    InstanceId instance,
    List<String> command,
    Map<String, String> environment,
    Map<String, String> labels) {
  public StubStart {
    Objects.requireNonNull(attempt, "attempt");
    Objects.requireNonNull(instance, "instance");
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    labels = Map.copyOf(labels);
  }

  @Override
  public String toString() {
    // The environment may hold what is nobody's business.
    return attempt + " on " + instance;
  }
}
