package io.dispatchcloud.server.http;

import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.core.ContainerView;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which containers of the queue somebody wants to see.
 *
 * @param state in that state; null for any
 * @param status with a status of that kind; null for any
 * @param labels with all of these labels
 * @param search with that in the id, in lower case; empty for any
 */
record ContainerChoice(
    @Nullable ContainerState state,
    @Nullable String status,
    Map<String, String> labels,
    String search) {
  static ContainerChoice of(Query query, Map<String, ContainerState> states)
      throws ProblemException {
    Optional<ContainerState> state = query.choice("state", states);
    Optional<String> status = query.choice("status", StatusKinds.choices());
    Map<String, String> labels = new LinkedHashMap<>();
    for (String given : query.texts(Query.LABEL)) {
      int colon = given.indexOf(':');
      if (colon < 1) {
        throw Problem.badParameter(Query.LABEL, given, "name:value").exception();
      }
      labels.put(given.substring(0, colon), given.substring(colon + 1));
    }
    String search = query.text("search").orElse("").toLowerCase(Locale.ROOT);
    return new ContainerChoice(state.orElse(null), status.orElse(null), labels, search);
  }

  boolean takes(ContainerView view) {
    return (state == null || view.container().state() == state)
        && (status == null || StatusKinds.word(view.status()).equals(status))
        && (search.isEmpty()
            || view.container().id().value().toLowerCase(Locale.ROOT).contains(search))
        && labels.entrySet().stream()
            .allMatch(
                label -> label.getValue().equals(view.container().labels().get(label.getKey())));
  }
}
