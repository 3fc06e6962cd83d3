package io.dispatchcloud.test.sim;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;

/**
 * How things stood at one moment of a simulation, as the world knows it.
 *
 * @param at when, counted from the begin of the simulation
 * @param queued containers that wait
 * @param running containers with a living process
 * @param booting instances that have not come up yet
 * @param idle instances that are up, and nothing runs there
 * @param busy instances on which something runs
 * @param stopping instances that were destroyed and are still listed
 * @param cost what all instances have cost so far
 */
public record Sample(
    Duration at,
    int queued,
    int running,
    int booting,
    int idle,
    int busy,
    int stopping,
    BigDecimal cost) {
  public Sample {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(cost, "cost");
  }
}
