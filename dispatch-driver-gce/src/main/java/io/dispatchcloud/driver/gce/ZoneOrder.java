package io.dispatchcloud.driver.gce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * In which order to try the zones: the one that served last comes first. But a request that is
 * repeated begins where it began, or was served, before: elsewhere it would make a second instance.
 * Thread-safe.
 */
final class ZoneOrder {
  private static final int MOST = 1_000;

  private final List<String> zones;
  private final Map<String, String> ofTokens =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST;
        }
      };
  private @Nullable String servedLast;

  ZoneOrder(List<String> zones) {
    this.zones = zones;
  }

  synchronized List<String> of(String token) {
    String known = ofTokens.get(token);
    String first = known != null ? known : servedLast != null ? servedLast : zones.get(0);
    List<String> order = new ArrayList<>(List.of(first));
    zones.stream().filter(zone -> !zone.equals(first)).forEach(order::add);
    return order;
  }

  /** A zone is asked; whether it serves is not known yet. */
  synchronized void asked(String token, String zone) {
    ofTokens.put(token, zone);
  }

  synchronized void served(String zone) {
    servedLast = zone;
  }

  /** A zone certainly made nothing. */
  synchronized void refused(String token, String zone) {
    ofTokens.remove(token, zone);
  }
}
