package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which instances never answered anybody, so that a dispatcher may take them for ones that never
 * came up: those that it destroys, those that were gone before, and those that it can't destroy at
 * the moment. Where a dispatcher can't know exactly, this errs on its side.
 */
final class Births {
  private final long patience;
  // Those that have not answered yet, as long as they live.
  private final Map<InstanceId, Birth> silent = new HashMap<>();
  private final Map<String, Integer> goneSilently = new HashMap<>();
  private final Map<String, Map<String, Integer>> destroyedBy = new HashMap<>();

  private static final class Birth {
    private final String type;
    private final long at;
    private final Set<String> destroyers = new HashSet<>();

    private Birth(String type, long at) {
      this.type = type;
      this.at = at;
    }
  }

  /**
   * Nothing was born yet.
   *
   * @param patience for how long one is silent at least that counts as one that never came up, ns
   */
  Births(long patience) {
    this.patience = patience;
  }

  void began(InstanceId id, String type, long now) {
    silent.put(id, new Birth(type, now));
  }

  void answered(InstanceId id) {
    silent.remove(id);
  }

  void gone(InstanceId id) {
    Birth birth = silent.remove(id);
    if (birth != null && birth.destroyers.isEmpty()) {
      goneSilently.merge(birth.type, 1, Integer::sum);
    }
  }

  /** A dispatcher destroys one that was silent for longer than one is patient. */
  void destroyed(InstanceId id, String type, String by) {
    Birth birth = silent.get(id);
    if (birth == null || birth.destroyers.add(by)) {
      destroyedBy.computeIfAbsent(by, name -> new HashMap<>()).merge(type, 1, Integer::sum);
    }
  }

  /** How many boots of a type may have failed for a dispatcher at the most. */
  long failedAtMost(String by, String type, long now) {
    long sure =
        destroyedBy.getOrDefault(by, Map.of()).getOrDefault(type, 0)
            + (long) goneSilently.getOrDefault(type, 0);
    return sure
        + silent.values().stream()
            .filter(birth -> birth.type.equals(type) && now - birth.at >= patience)
            .filter(birth -> !birth.destroyers.contains(by))
            .count();
  }
}
