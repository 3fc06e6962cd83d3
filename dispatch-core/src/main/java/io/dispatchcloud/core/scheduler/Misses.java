package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.core.sizing.Resources;
import java.util.ArrayList;
import java.util.List;

/**
 * What no place of a tree had room for: nothing that needs as much of every part finds one either,
 * until a place is added. Where some places lack one part and the others another, this saves a
 * search that could not tell so without a look at all of them.
 */
final class Misses {
  private static final int KEPT = 16;

  private final List<Resources> least = new ArrayList<>(0);

  boolean covers(Resources needed) {
    for (int i = 0; i < least.size(); i++) {
      if (needed.holds(least.get(i))) {
        return true;
      }
    }
    return false;
  }

  void add(Resources needed) {
    least.removeIf(known -> known.holds(needed));
    if (least.size() == KEPT) {
      least.remove(0);
    }
    least.add(needed);
  }

  void clear() {
    least.clear();
  }
}
