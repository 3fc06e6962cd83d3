package io.dispatchcloud.core.scheduler;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Sorts indexes by plain numbers, without comparing anything: what is compared lies all over the
 * memory, so a million entries would take seconds. All sorts keep the order of what is equal.
 */
final class Radix {
  private static final int DIGIT = 11;
  private static final int VALUES = 1 << DIGIT;
  private static final int CHARACTERS = 7;
  private static final int END = 0;
  private static final int FEW = 32;

  private int[] from;
  private int[] to = {};

  /** All indexes below a count, in their order. */
  Radix(int count) {
    from = indexes(count);
  }

  /** All indexes below a count. */
  static int[] indexes(int count) {
    int[] indexes = new int[count];
    for (int i = 0; i < count; i++) {
      indexes[i] = i;
    }
    return indexes;
  }

  /**
   * Sorts by a number, lowest first.
   *
   * @param keys the number of each index
   * @return this
   */
  Radix by(long[] keys) {
    if (from.length <= FEW) {
      insertEach(keys);
      return this;
    }
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int index : from) {
      min = Math.min(min, keys[index]);
      max = Math.max(max, keys[index]);
    }
    // As unsigned, the differences are right even where they overflow.
    long rest = max - min;
    for (int shift = 0; rest != 0; shift += DIGIT, rest >>>= DIGIT) {
      if (to.length < from.length) {
        to = new int[from.length];
      }
      step(from, to, keys, min, shift);
      int[] swap = from;
      from = to;
      to = swap;
    }
    return this;
  }

  /** For a few of them, to count digits would take longer. */
  private void insertEach(long[] keys) {
    for (int i = 1; i < from.length; i++) {
      int index = from[i];
      int at = i;
      while (at > 0 && keys[from[at - 1]] > keys[index]) {
        from[at] = from[at - 1];
        at--;
      }
      from[at] = index;
    }
  }

  /** The sorted indexes; not to be sorted any more. */
  int[] sorted() {
    return from;
  }

  /** A list as long as the sorted one, for whoever sorts on: of no more use here. */
  int[] spare() {
    return to.length < from.length ? new int[from.length] : to;
  }

  private static void step(int[] from, int[] to, long[] keys, long min, int shift) {
    int[] next = new int[VALUES + 1];
    for (int index : from) {
      next[digit(keys[index], min, shift) + 1]++;
    }
    for (int digit = 0; digit < VALUES; digit++) {
      next[digit + 1] += next[digit];
    }
    for (int index : from) {
      to[next[digit(keys[index], min, shift)]++] = index;
    }
  }

  private static int digit(long value, long min, int shift) {
    return (int) ((value - min) >>> shift) & (VALUES - 1);
  }

  /** Sorts a part of the indexes by text, as {@link String#compareTo} does. */
  static void sortByText(int[] indexes, int begin, int end, IntFunction<String> text) {
    int[] sorted = byText(Arrays.copyOfRange(indexes, begin, end), text, 0);
    System.arraycopy(sorted, 0, indexes, begin, sorted.length);
  }

  /** Sorts what has the same text up to a position. */
  private static int[] byText(int[] indexes, IntFunction<String> text, int same) {
    if (indexes.length <= FEW) {
      return compared(indexes, text);
    }
    int from = commonPrefix(indexes, text, same);
    long[] keys = new long[indexes.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = characters(text.apply(indexes[i]), from);
      if (keys[i] < 0) {
        return compared(indexes, text);
      }
    }
    int[] order = new Radix(indexes.length).by(keys).sorted();
    int[] sorted = IntStream.of(order).map(i -> indexes[i]).toArray();
    int begin = 0;
    for (int end = 1; end <= order.length; end++) {
      long key = keys[order[begin]];
      if (end < order.length && keys[order[end]] == key) {
        continue;
      }
      if (end - begin > 1 && !isWhole(key)) {
        int[] part = byText(Arrays.copyOfRange(sorted, begin, end), text, from + CHARACTERS);
        System.arraycopy(part, 0, sorted, begin, part.length);
      }
      begin = end;
    }
    return sorted;
  }

  private static int commonPrefix(int[] indexes, IntFunction<String> text, int same) {
    String first = text.apply(indexes[0]);
    int length = first.length();
    for (int index : indexes) {
      String other = text.apply(index);
      length = Math.min(length, other.length());
      int at = same;
      while (at < length && first.charAt(at) == other.charAt(at)) {
        at++;
      }
      length = at;
    }
    return length;
  }

  /** The next few characters as a number that sorts as they do; negative if they don't fit. */
  private static long characters(String text, int from) {
    long key = 0;
    for (int i = from; i < from + CHARACTERS; i++) {
      int character = i < text.length() ? text.charAt(i) + 1 : END;
      if (character > 0xff) {
        return -1;
      }
      key = key << Byte.SIZE | character;
    }
    return key;
  }

  /** Whether the text ends within these characters: what has the same is the same text. */
  private static boolean isWhole(long characters) {
    return (characters & 0xff) == END;
  }

  private static int[] compared(int[] indexes, IntFunction<String> text) {
    return IntStream.of(indexes)
        .boxed()
        .sorted(Comparator.comparing(text::apply))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
