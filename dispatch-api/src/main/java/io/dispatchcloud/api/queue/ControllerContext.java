package io.dispatchcloud.api.queue;

import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.meter.Meters;
import java.time.InstantSource;
import java.util.Objects;

/**
 * What a provider of container stores is given.
 *
 * @param parameters the checked parameters that it declared
 * @param attempts when to give a container up
 * @param logger where it logs; no secret
 * @param meters where it counts
 * @param clock the dispatcher's clock
 */
public record ControllerContext(
    Parameters parameters,
    AttemptLimits attempts,
    System.Logger logger,
    Meters meters,
    InstantSource clock) {
  public ControllerContext {
    Objects.requireNonNull(parameters, "parameters");
    Objects.requireNonNull(attempts, "attempts");
    Objects.requireNonNull(logger, "logger");
    Objects.requireNonNull(meters, "meters");
    Objects.requireNonNull(clock, "clock");
  }
}
