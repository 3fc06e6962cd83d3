package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.pool.RunView;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** For which containers the mapper must look anew at what is on the instances. */
final class RunChanges {
  private RunChanges() {}

  /** The containers with other runs than before, as far as a mapper can tell. */
  static Set<ContainerId> between(
      Map<ContainerId, List<RunView>> before, Map<ContainerId, List<RunView>> after) {
    if (inStep(before, after)) {
      return Set.of();
    }
    Set<ContainerId> changed = new HashSet<>();
    after.forEach(
        (id, runs) -> {
          List<RunView> known = before.get(id);
          if (known == null || !alike(known, runs)) {
            changed.add(id);
          }
        });
    before.keySet().stream().filter(id -> !after.containsKey(id)).forEach(changed::add);
    return changed;
  }

  /** The pool tells its runs in the same order each time: nearly always this is all there is. */
  private static boolean inStep(
      Map<ContainerId, List<RunView>> before, Map<ContainerId, List<RunView>> after) {
    if (before == after) {
      return true;
    }
    if (before.size() != after.size()) {
      return false;
    }
    Iterator<Map.Entry<ContainerId, List<RunView>>> others = after.entrySet().iterator();
    for (Map.Entry<ContainerId, List<RunView>> entry : before.entrySet()) {
      Map.Entry<ContainerId, List<RunView>> other = others.next();
      if (!entry.getKey().equals(other.getKey()) || !alike(entry.getValue(), other.getValue())) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // only a short cut
  private static boolean alike(List<RunView> some, List<RunView> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      RunView one = some.get(i);
      RunView other = others.get(i);
      boolean same =
          one == other
              || (one.phase() == other.phase()
                  && one.attempt().equals(other.attempt())
                  && one.instance().equals(other.instance()));
      if (!same) {
        return false;
      }
    }
    return true;
  }
}
