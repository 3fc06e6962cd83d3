package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.QueueEntry;
import java.util.Set;

/**
 * Finds containers in a queue by id, if the queue is sorted by id, as the cached one is: no index
 * that takes memory for each container, and a search only for the few whose runs changed.
 */
final class Positions {
  private boolean known;
  private boolean sorted;

  /** Another queue follows, of which nothing is known. */
  void forget() {
    known = false;
  }

  /**
   * Marks containers as changed.
   *
   * @return false if they can't be found
   */
  boolean change(Difference difference, Ledger before, Object[] after, Set<ContainerId> elsewhere) {
    if (known && sorted) {
      sorted = isSortedStill(difference, after);
    }
    if (elsewhere.isEmpty()) {
      return true;
    }
    if (!known) {
      known = true;
      sorted = isSorted(after);
    }
    if (!sorted || before.size() == 0) {
      return false;
    }
    // By the order of the list after; the one before has the same, as far as it lives on.
    boolean[] marked = new boolean[after.length];
    for (ContainerId id : elsewhere) {
      int at = find(after, id);
      if (at >= 0) {
        marked[at] = true;
      }
    }
    int[] movedTo = difference.movedTo();
    for (int index = 0; index < movedTo.length; index++) {
      if (movedTo[index] != Difference.GONE && marked[movedTo[index]]) {
        difference.change(index);
      }
    }
    return true;
  }

  private static boolean isSorted(Object[] entries) {
    for (int i = 1; i < entries.length; i++) {
      if (!inOrder(entries, i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSortedStill(Difference difference, Object[] entries) {
    for (int index : difference.fresh()) {
      boolean fine =
          (index == 0 || inOrder(entries, index))
              && (index + 1 == entries.length || inOrder(entries, index + 1));
      if (!fine) {
        return false;
      }
    }
    return true;
  }

  private static boolean inOrder(Object[] entries, int index) {
    return id(entries, index - 1).compareTo(id(entries, index)) < 0;
  }

  private static ContainerId id(Object[] entries, int index) {
    return ((QueueEntry) entries[index]).container().id();
  }

  private static int find(Object[] entries, ContainerId id) {
    int low = 0;
    int high = entries.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int compared = id(entries, middle).compareTo(id);
      if (compared == 0) {
        return middle;
      }
      if (compared < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }
}
