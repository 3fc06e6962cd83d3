package io.dispatchcloud.test.sim;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;

/**
 * What a simulation came to.
 *
 * @param makespan from the first submission to the last end
 * @param waiting how long containers waited from their submission to their first process
 * @param instanceHours how long all instances together existed, in hours
 * @param instances how many there were
 * @param cost what they cost
 * @param costOfIdle what of it was spent while nothing ran on an instance that was up
 * @param costOfBoot what of it was spent before instances were up
 * @param utilisation the part of the vCPU time paid for that containers had asked for, 0 to 1
 * @param finished containers that have a result
 * @param cancelled containers that were cancelled, by whomever, or deleted
 * @param starts how many processes were started
 * @param dispatchers how many dispatchers there were, one after the other or at once
 * @param events how many events of the world happened
 * @param simulated the time that was simulated
 */
public record SimulationFigures(
    Duration makespan,
    Waiting waiting,
    double instanceHours,
    int instances,
    BigDecimal cost,
    BigDecimal costOfIdle,
    BigDecimal costOfBoot,
    double utilisation,
    int finished,
    int cancelled,
    int starts,
    int dispatchers,
    long events,
    Duration simulated) {
  public SimulationFigures {
    Objects.requireNonNull(makespan, "makespan");
    Objects.requireNonNull(waiting, "waiting");
    Objects.requireNonNull(cost, "cost");
    Objects.requireNonNull(costOfIdle, "costOfIdle");
    Objects.requireNonNull(costOfBoot, "costOfBoot");
    Objects.requireNonNull(simulated, "simulated");
  }

  /**
   * Quantiles of waiting times: half of all containers waited no longer than the median, and so on.
   *
   * @param median of one in two
   * @param ninety of nine in ten
   * @param ninetyNine of 99 in 100
   * @param longest of all
   */
  public record Waiting(Duration median, Duration ninety, Duration ninetyNine, Duration longest) {
    public Waiting {
      Objects.requireNonNull(median, "median");
      Objects.requireNonNull(ninety, "ninety");
      Objects.requireNonNull(ninetyNine, "ninetyNine");
      Objects.requireNonNull(longest, "longest");
    }
  }
}
