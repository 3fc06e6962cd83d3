package io.dispatchcloud.server.http;

import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.core.ContainerView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which containers of the queue somebody wants to see.
 *
 * @param states in one of those states; empty for any
 * @param statuses with a status of one of those kinds; empty for any
 * @param labels with all of these labels
 * @param search with that in the id, in lower case; empty for any
 */
record ContainerChoice(
    Set<ContainerState> states,
    Set<String> statuses,
    List<Map.Entry<String, String>> labels,
    String search) {
  static ContainerChoice of(Query query, Map<String, ContainerState> states)
      throws ProblemException {
    Set<ContainerState> chosen = query.choices(Query.STATE, states);
    Set<String> statuses = query.choices(Query.STATUS, StatusKinds.choices());
    List<Map.Entry<String, String>> labels = new ArrayList<>();
    for (String given : query.texts(Query.LABEL)) {
      int colon = given.indexOf(':');
      if (colon < 1) {
        throw Problem.badParameter(Query.LABEL, given, "name:value").exception();
      }
      labels.add(Map.entry(given.substring(0, colon), given.substring(colon + 1)));
    }
    String search = query.text("search").orElse("").toLowerCase(Locale.ROOT);
    return new ContainerChoice(chosen, statuses, labels, search);
  }

  boolean takes(ContainerView view) {
    return (states.isEmpty() || states.contains(view.container().state()))
        && (statuses.isEmpty() || statuses.contains(StatusKinds.word(view.status())))
        && (search.isEmpty()
            || view.container().id().value().toLowerCase(Locale.ROOT).contains(search))
        && labels.stream()
            .allMatch(
                label -> label.getValue().equals(view.container().labels().get(label.getKey())));
  }
}
