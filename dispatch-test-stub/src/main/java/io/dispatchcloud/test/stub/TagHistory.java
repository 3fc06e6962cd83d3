package io.dispatchcloud.test.stub;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The tags of one VM as they were at any time. Thread-safe. */
final class TagHistory {
  private final TreeMap<Instant, Map<String, String>> since = new TreeMap<>();
  private final Set<String> lost;

  TagHistory(Map<String, String> first, Set<String> lost) {
    this.lost = lost;
    since.put(Instant.MIN, kept(first));
  }

  private Map<String, String> kept(Map<String, String> tags) {
    Map<String, String> kept = new TreeMap<>(tags);
    kept.keySet().removeAll(lost);
    return Map.copyOf(kept);
  }

  synchronized void set(Map<String, String> tags, Instant now) {
    since.put(now, kept(tags));
  }

  synchronized Map<String, String> at(Instant time) {
    return since.floorEntry(time).getValue();
  }
}
