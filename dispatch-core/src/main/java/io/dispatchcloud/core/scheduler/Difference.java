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
  private final IntList fresh = new IntList();
  private final IntList gone = new IntList();
  // Three numbers for each: where it begins before and after, and how long it is.
  private final IntList stretches = new IntList();

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
      int same = sameFrom(before, from, after, to);
      if (same > 0) {
        stretch(from, to, same);
        from += same;
        to += same;
      }
      if (from == before.length && to == after.length) {
        return true;
      }
      int goneNow = goneBeforeNextSame(before, from, after, to);
      if (goneNow == GONE) {
        return false;
      }
      int freshNow = found - goneNow;
      for (int i = 0; i < goneNow; i++) {
        gone.add(from);
        movedTo[from++] = GONE;
      }
      for (int i = 0; i < freshNow; i++) {
        fresh.add(to++);
      }
      if (gone.size() + fresh.size() > most) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // as above
  private static int sameFrom(Object[] before, int from, Object[] after, int to) {
    int most = Math.min(before.length - from, after.length - to);
    int same = 0;
    while (same < most && before[from + same] == after[to + same]) {
      same++;
    }
    return same;
  }

  private void stretch(int from, int to, int length) {
    stretches.add(from);
    stretches.add(to);
    stretches.add(length);
    for (int i = 0; i < length; i++) {
      movedTo[from + i] = to + i;
    }
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

  /** Says that an object counts as changed although it is the same. */
  void change(int before) {
    fresh.add(movedTo[before]);
    gone.add(before);
    movedTo[before] = GONE;
  }

  /** Where each object of the list before is now, or {@link #GONE}. */
  int[] movedTo() {
    return movedTo;
  }

  /** The indexes in the list after of what was not in the one before, in no order. */
  int[] fresh() {
    return fresh.toArray();
  }

  /** The indexes in the list before of what is not in the one after, in no order. */
  int[] gone() {
    return gone.toArray();
  }

  /** Tells of all that is the same, by stretches that stand side by side in both lists. */
  void forEachStretch(Stretch told) {
    for (int i = 0; i < stretches.size(); i += 3) {
      told.is(stretches.get(i), stretches.get(i + 1), stretches.get(i + 2));
    }
  }

  /** A stretch of the same objects; some of them may count as changed by now. */
  interface Stretch {
    void is(int from, int to, int length);
  }

  boolean isNone() {
    return fresh.size() == 0 && gone.size() == 0;
  }

  private static final class IntList {
    private int[] numbers = new int[16];
    private int size;

    void add(int number) {
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * size);
      }
      numbers[size++] = number;
    }

    int get(int index) {
      return numbers[index];
    }

    int size() {
      return size;
    }

    int[] toArray() {
      return Arrays.copyOf(numbers, size);
    }
  }
}
