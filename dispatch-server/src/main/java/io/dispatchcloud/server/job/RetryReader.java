package io.dispatchcloud.server.job;

import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.container.RetryRule;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads when a container runs again after it failed by itself. */
final class RetryReader {
  private static final String EXIT_STATUS = "exitStatus";
  private static final Parameter<List<String>> STATUSES =
      Parameter.textList(EXIT_STATUS, "the exit statuses after which it runs again")
          .defaultsTo(List.of());
  private static final Parameter<Long> ATTEMPTS =
      Parameter.integer("attempts", "how many in all, the first one included", 1, 1_000)
          .defaultsTo(2L);
  private static final Parameter<Long> ON_DEMAND_AFTER =
      Parameter.integer("onDemandAfter", "preemptible so many times; 0: always", 0, 1_000)
          .defaultsTo(0L);
  private static final List<Parameter<?>> ALL = List.of(STATUSES, ATTEMPTS, ON_DEMAND_AFTER);

  private RetryReader() {}

  static Optional<RetryRule> read(Section section) {
    section.refuseUnknown(ALL, List.of());
    return section.parameters(ALL).flatMap(given -> rule(section, given));
  }

  private static Optional<RetryRule> rule(Section section, Parameters given) {
    Set<Integer> statuses = new HashSet<>();
    boolean right = true;
    for (String text : given.get(STATUSES)) {
      if (text.matches("[1-9][0-9]{0,2}") && Integer.parseInt(text) <= 255) {
        statuses.add(Integer.valueOf(text));
      } else {
        section.fault(EXIT_STATUS, text, "numbers from 1 to 255");
        right = false;
      }
    }
    return right
        ? Optional.of(
            new RetryRule(
                statuses, given.get(ATTEMPTS).intValue(), given.get(ON_DEMAND_AFTER).intValue()))
        : Optional.empty();
  }
}
