package io.dispatchcloud.server.job;

import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.config.NearestName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A driver, and what it is told.
 *
 * @param driver the driver
 * @param parameters what it is told, unread; may hold secrets
 */
public record DriverChoice(Driver driver, Map<String, Object> parameters) {
  public DriverChoice {
    parameters = Map.copyOf(parameters);
  }

  /**
   * Finds a driver by its name.
   *
   * @param name the name
   * @return the driver
   * @throws IllegalArgumentException if there is none of that name; tells which there are
   */
  public static Driver find(String name) {
    List<Driver> found = Drivers.find();
    Optional<Driver> driver = found.stream().filter(one -> one.name().equals(name)).findFirst();
    return driver.orElseThrow(
        () -> new IllegalArgumentException("'" + name + "'; expected " + expected(name, found)));
  }

  static String expected(String name, List<Driver> found) {
    List<String> names = found.stream().map(Driver::name).toList();
    String nearest =
        NearestName.find(name, names).map(one -> "; did you mean '" + one + "'?").orElse("");
    return names.isEmpty()
        ? "a driver, but none is on the class path"
        : "one of the drivers found: " + String.join(", ", names) + nearest;
  }

  @Override
  public String toString() {
    return driver.name() + " with " + parameters.keySet();
  }
}
