package io.dispatchcloud.server.remote;

import java.util.List;

/**
 * Which containers somebody wants to see.
 *
 * @param states in one of these states; empty for any
 * @param statuses with a status of one of these kinds; empty for any
 * @param labels with all of these, each as name:value
 * @param search with this in the id; empty for any
 */
public record ContainerChoice(
    List<String> states, List<String> statuses, List<String> labels, String search) {
  public ContainerChoice {
    states = List.copyOf(states);
    statuses = List.copyOf(statuses);
    labels = List.copyOf(labels);
  }

  /** Those with a text in their id. */
  static ContainerChoice named(String search) {
    return new ContainerChoice(List.of(), List.of(), List.of(), search);
  }

  Request request(int limit, long offset) {
    Request request = Request.of("containers").with("limit", limit);
    if (offset > 0) {
      request.with("offset", offset);
    }
    states.forEach(state -> request.with("state", state));
    statuses.forEach(status -> request.with("status", status));
    labels.forEach(label -> request.with("label", label));
    if (!search.isEmpty()) {
      request.with("search", search);
    }
    return request;
  }
}
