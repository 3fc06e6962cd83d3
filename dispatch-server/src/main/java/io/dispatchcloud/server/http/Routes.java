package io.dispatchcloud.server.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Which paths there are. */
final class Routes {
  /** A route, and what stands in its path's places. */
  record Match(Route route, List<String> variables) {}

  private final List<Route> routes = new ArrayList<>();

  Routes add(
      Route.Kind kind, String method, String path, List<String> parameters, Endpoint endpoint) {
    routes.add(
        new Route(
            method, Arrays.asList(path.substring(1).split("/", -1)), parameters, kind, endpoint));
    return this;
  }

  Routes get(String path, Endpoint endpoint, String... parameters) {
    return add(Route.Kind.CLOSED, "GET", path, List.of(parameters), endpoint);
  }

  List<Route> all() {
    return List.copyOf(routes);
  }

  /** The parts of a path; empty if it is none that anybody has. */
  static Optional<List<String>> parts(String rawPath) {
    if (!rawPath.startsWith("/")) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    for (String each : rawPath.substring(1).split("/", -1)) {
      Optional<String> part = Percent.decode(each);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      parts.add(part.get());
    }
    return Optional.of(parts);
  }

  Optional<Match> find(String method, List<String> parts) {
    return routes.stream()
        .filter(route -> route.takes(method))
        .flatMap(route -> route.match(parts).map(found -> new Match(route, found)).stream())
        .findFirst();
  }

  /** The methods that the path has; none if there is no such path. */
  List<String> methods(List<String> parts) {
    TreeSet<String> methods = new TreeSet<>();
    for (Route route : routes) {
      if (route.match(parts).isPresent()) {
        methods.add(route.method());
        if (route.takes("HEAD")) {
          methods.add("HEAD");
        }
      }
    }
    return List.copyOf(methods);
  }

  /** Whether everything that such a path has is there for anyone. */
  boolean open(List<String> parts) {
    return routes.stream()
        .filter(route -> route.match(parts).isPresent())
        .allMatch(route -> route.kind() == Route.Kind.OPEN);
  }
}
