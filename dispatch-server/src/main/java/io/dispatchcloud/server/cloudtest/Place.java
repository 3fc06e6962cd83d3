package io.dispatchcloud.server.cloudtest;

import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.server.job.JobFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One of the subnets or zones that are configured, with the driver's parameters for it alone.
 *
 * @param name for people; empty where there is just one
 * @param parameters what the driver is told
 */
record Place(String name, Map<String, Object> parameters) {
  private static final List<String> PLACES = List.of("subnet", "zone");

  Place {
    parameters = Map.copyOf(parameters);
  }

  /** All of them: the parameter that lists subnets or zones says which. */
  static List<Place> of(JobFile job) {
    for (Parameter<?> parameter : job.driver().parameters()) {
      if (isPlace(parameter.name())
          && job.driverParameters().get(parameter.name()) instanceof List<?> list
          && list.size() > 1) {
        List<Place> places = new ArrayList<>();
        for (Object one : list) {
          Map<String, Object> parameters = new LinkedHashMap<>(job.driverParameters());
          parameters.put(parameter.name(), List.of(one));
          places.add(new Place(parameter.name() + " " + one, parameters));
        }
        return places;
      }
    }
    return List.of(new Place("", job.driverParameters()));
  }

  private static boolean isPlace(String parameter) {
    String name = parameter.toLowerCase(Locale.ROOT);
    return PLACES.stream().anyMatch(name::startsWith);
  }
}
