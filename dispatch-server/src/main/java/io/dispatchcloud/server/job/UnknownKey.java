package io.dispatchcloud.server.job;

import io.dispatchcloud.api.config.NearestName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What to say of a key that nobody knows. */
final class UnknownKey {
  private static final int LISTED = 10;
  private static final int SHORTEST_PART = 4;

  private UnknownKey() {}

  static String advice(String key, List<String> known) {
    if (known.isEmpty()) {
      return "expected nothing here";
    }
    Optional<String> nearest = NearestName.find(key, known).or(() -> within(key, known));
    if (nearest.isPresent()) {
      return "did you mean '" + nearest.get() + "'?";
    }
    String listed = String.join(", ", known.subList(0, Math.min(LISTED, known.size())));
    return "expected one of " + listed + (known.size() > LISTED ? ", ..." : "");
  }

  /** {@code driverParameters} for {@code parameters}. */
  private static Optional<String> within(String key, List<String> known) {
    String wanted = key.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(
            name -> {
              String there = name.toLowerCase(Locale.ROOT);
              return Math.min(wanted.length(), there.length()) >= SHORTEST_PART
                  && (there.contains(wanted) || wanted.contains(there));
            })
        .findFirst();
  }
}
