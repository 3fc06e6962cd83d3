package io.dispatchcloud.server.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Which instances somebody wants to see.
 *
 * @param states in one of these states; empty for any
 * @param types of one of these types; empty for any
 */
public record InstanceChoice(List<String> states, List<String> types) {
  /** All of them. */
  public static final InstanceChoice ALL = new InstanceChoice(List.of(), List.of());

  public InstanceChoice {
    states = List.copyOf(states);
    types = List.copyOf(types);
  }

  /** The server can look for one of each; where there are more, {@link #takes} looks. */
  Request request(int limit, String after) {
    Request request = Request.of("instances").with("limit", limit);
    if (!after.isEmpty()) {
      request.with("after", after);
    }
    if (states.size() == 1) {
      request.with("state", states.get(0));
    }
    if (types.size() == 1) {
      request.with("type", types.get(0));
    }
    return request;
  }

  boolean takes(JsonNode instance) {
    return (states.isEmpty() || states.contains(instance.path("state").asText()))
        && (types.isEmpty() || types.contains(instance.path("type").path("name").asText()));
  }
}
