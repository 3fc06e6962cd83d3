package io.dispatchcloud.api.config;

import java.util.Objects;

/**
 * One thing that is wrong with what somebody configured.
 *
 * @param name the parameter's name, or the path of a key: {@code driverParameters.region}
 * @param value what was given, masked if it is secret; empty if nothing was
 * @param expected what would have been right, as the end of "expected ..."
 */
public record Problem(String name, String value, String expected) {
  public Problem {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(expected, "expected");
  }

  @Override
  public String toString() {
    return name
        + ": "
        + (value.isEmpty() ? "nothing given" : "'" + value + "'")
        + "; expected "
        + expected;
  }
}
