package io.dispatchcloud.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A method and a path that somebody answers.
 *
 * @param method GET or POST; HEAD goes where GET goes, but to no stream
 * @param path its parts; {@code *} for any
 * @param parameters the names of what may stand behind the question mark
 * @param kind what is asked of those who go there
 * @param endpoint who answers
 */
record Route(
    String method, List<String> path, List<String> parameters, Kind kind, Endpoint endpoint) {
  private static final String ANY = "*";

  /** What is asked of those who go there. */
  enum Kind {
    /** Nothing. */
    OPEN,
    /** The token. */
    CLOSED,
    /** The token; the answer is a stream, and does not count as a request. */
    STREAM
  }

  Route {
    path = List.copyOf(path);
    parameters = List.copyOf(parameters);
  }

  /** What stands in the places; empty if the path is another one. */
  Optional<List<String>> match(List<String> parts) {
    if (parts.size() != path.size()) {
      return Optional.empty();
    }
    List<String> variables = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (path.get(i).equals(ANY)) {
        variables.add(parts.get(i));
      } else if (!path.get(i).equals(parts.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }

  boolean takes(String asked) {
    return method.equals(asked)
        || (asked.equals("HEAD") && method.equals("GET") && kind != Kind.STREAM);
  }
}
