package io.dispatchcloud.core.scheduler;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the objects of one list are in another one that was made of it by few changes. Objects are
 * the same or not: nothing is compared but references, so that nothing need be read of them.
 */
final class Difference {
  static final int GONE = -1;

  // How many changes may stand side by side.
  private static final int WINDOW = 64;

  private final int[] movedTo;
  private int[] fresh = new int[16];
  private int freshCount;
  private int goneCount;

  private Difference(int before) {
    movedTo = new int[before];
  }

  /**
   * Compares.
   *
   * @param most how many changes there may be
   * @return null if there are more, or they are hard to find
   */
  static @Nullable Difference between(Object[] before, Object[] after, int most) {
    Difference difference = new Difference(before.length);
    return difference.find(before, after, most) ? difference : null;
  }

  @SuppressWarnings("ReferenceEquality") // what is not the same object counts as changed: no harm
  private boolean find(Object[] before, Object[] after, int most) {
    int from = 0;
    int to = 0;
    while (from < before.length || to < after.length) {
      while (from < before.length && to < after.length && before[from] == after[to]) {
        movedTo[from++] = to++;
      }
      if (from == before.length && to == after.length) {
        return true;
      }
      int gone = goneBeforeNextSame(before, from, after, to);
      if (gone == GONE) {
        return false;
      }
      int same = found - gone;
      for (int i = 0; i < gone; i++) {
        movedTo[from++] = GONE;
        goneCount++;
      }
      for (int i = 0; i < same; i++) {
        addFresh(to++);
      }
      if (goneCount + freshCount > most) {
        return false;
      }
    }
    return true;
  }

  // How many objects stand before the next same ones, in both lists together.
  private int found;

  /** How many objects are gone before the next one that is in both lists. */
  @SuppressWarnings("ReferenceEquality") // as above
  private int goneBeforeNextSame(Object[] before, int from, Object[] after, int to) {
    for (found = 1; found <= WINDOW; found++) {
      for (int gone = 0; gone <= found; gone++) {
        int left = from + gone;
        int right = to + found - gone;
        boolean ends = left == before.length && right == after.length;
        if (ends
            || (left < before.length && right < after.length && before[left] == after[right])) {
          return gone;
        }
      }
    }
    return GONE;
  }

  private void addFresh(int index) {
    if (freshCount == fresh.length) {
      fresh = Arrays.copyOf(fresh, 2 * freshCount);
    }
    fresh[freshCount++] = index;
  }

  /** Says that an object counts as changed although it is the same. */
  void change(int before) {
    addFresh(movedTo[before]);
    movedTo[before] = GONE;
    goneCount++;
  }

  /** Where each object of the list before is now, or {@link #GONE}. */
  int[] movedTo() {
    return movedTo;
  }

  /** The indexes in the list after of what was not in the one before, in no order. */
  int[] fresh() {
    return Arrays.copyOf(fresh, freshCount);
  }

  boolean isNone() {
    return freshCount == 0 && goneCount == 0;
  }
}
