package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.container.ContainerSpec;
import java.time.Duration;
import java.util.Objects;

/**
 * One container of a simulated workload.
 *
 * @param spec what is submitted
 * @param submittedAfter when, counted from the begin of the simulation
 * @param runs how long it runs when nobody ends it
 * @param exitStatus how it ends then; 0 to 255
 */
public record SimulatedContainer(
    ContainerSpec spec, Duration submittedAfter, Duration runs, int exitStatus) {
  /** The longest time that a container may wait or run. */
  private static final Duration LONGEST = Duration.ofDays(3_650);

  public SimulatedContainer {
    Objects.requireNonNull(spec, "spec");
    require(submittedAfter, "submittedAfter", spec);
    require(runs, "runs", spec);
    if (exitStatus < 0 || exitStatus > 255) {
      throw new IllegalArgumentException(
          "exitStatus of " + spec.id() + ": '" + exitStatus + "'; expected 0 to 255");
    }
  }

  private static void require(Duration time, String name, ContainerSpec spec) {
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " of " + spec.id() + ": '" + time + "'; expected 0 to ten years");
    }
  }
}
