package io.dispatchcloud.api.cloud;

import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.meter.Meters;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;

/**
 * What a driver is given to open an instance set (SET-1).
 *
 * @param parameters the checked parameters that the driver declared
 * @param instanceSetId what every resource it makes must carry
 * @param idTagKey the tag's key under which they carry it
 * @param sharedTags what resources that are not one instance's get (SET-6)
 * @param logger where it logs; no secret
 * @param meters where it counts
 * @param clock the dispatcher's clock
 */
public record DriverContext(
    Parameters parameters,
    InstanceSetId instanceSetId,
    String idTagKey,
    Map<String, String> sharedTags,
    System.Logger logger,
    Meters meters,
    InstantSource clock) {
  public DriverContext {
    Objects.requireNonNull(parameters, "parameters");
    Objects.requireNonNull(instanceSetId, "instanceSetId");
    Objects.requireNonNull(idTagKey, "idTagKey");
    sharedTags = Map.copyOf(sharedTags);
    Objects.requireNonNull(logger, "logger");
    Objects.requireNonNull(meters, "meters");
    Objects.requireNonNull(clock, "clock");
  }
}
