package io.dispatchcloud.core.scheduler;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Sorts indexes by plain numbers, without comparing much: what is compared lies all over the
 * memory, so a million entries would take seconds. All sorts keep the order of what is equal.
 *
 * <p>Each index has its number beside it while it moves. It is sorted by the first bits of the
 * numbers, as many as tell most of them apart, by two rounds of counting; then what is equal in
 * those, usually a few, by the rest.
 */
final class Radix {
  private static final int DIGIT_MAX = 11;
  private static final int CHARACTERS = 7;
  private static final int END = 0;
  private static final int FEW = 32;

  private final int[] indexes;
  private long[] keys = {};
  private int[] otherIndexes = {};
  private long[] otherKeys = {};

  /** All indexes below a count, in their order. */
  Radix(int count) {
    indexes = indexes(count);
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
   * @param numbers the number of each index
   * @return this
   */
  Radix by(long[] numbers) {
    long[] own = keys.length < indexes.length ? new long[indexes.length] : keys;
    for (int i = 0; i < own.length; i++) {
      own[i] = numbers[indexes[i]];
    }
    return byOwn(own);
  }

  /**
   * Sorts by a number, lowest first, where what is sorted stands.
   *
   * @param numbers the number of the index that stands in the same place; sorted, too
   * @return this
   */
  Radix byOwn(long[] numbers) {
    keys = numbers;
    sort(0, indexes.length);
    return this;
  }

  /** The sorted indexes; not to be sorted any more. */
  int[] sorted() {
    return indexes;
  }

  private void sort(int begin, int end) {
    if (end - begin <= FEW) {
      insertEach(begin, end);
      return;
    }
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = begin; i < end; i++) {
      min = Math.min(min, keys[i]);
      max = Math.max(max, keys[i]);
    }
    if (min == max) {
      return;
    }
    // As unsigned, the differences are right even where they overflow.
    int bits = Long.SIZE - Long.numberOfLeadingZeros(max - min);
    int digit = digit(end - begin);
    int shift = Math.max(0, bits - 2 * digit);
    if (otherIndexes.length == 0) {
      otherIndexes = new int[indexes.length];
      otherKeys = new long[indexes.length];
    }
    sortByFirstBits(begin, end, min, shift, digit);
    if (shift > 0) {
      sortEqualOnes(begin, end, min, shift);
    }
  }

  /** Half of the bits that tell most of so many numbers apart. */
  private static int digit(int count) {
    return Math.min(DIGIT_MAX, 1 + (Integer.SIZE - Integer.numberOfLeadingZeros(count)) / 2);
  }

  private void sortByFirstBits(int begin, int end, long min, int shift, int digit) {
    int values = 1 << digit;
    int[] low = new int[values + 1];
    int[] high = new int[values + 1];
    for (int i = begin; i < end; i++) {
      long first = (keys[i] - min) >>> shift;
      low[((int) first & values - 1) + 1]++;
      high[(int) (first >>> digit) + 1]++;
    }
    for (int value = 0; value < values; value++) {
      low[value + 1] += low[value];
      high[value + 1] += high[value];
    }
    for (int i = begin; i < end; i++) {
      int to = begin + low[(int) ((keys[i] - min) >>> shift) & values - 1]++;
      otherKeys[to] = keys[i];
      otherIndexes[to] = indexes[i];
    }
    for (int i = begin; i < end; i++) {
      int to = begin + high[(int) ((otherKeys[i] - min) >>> shift >>> digit)]++;
      keys[to] = otherKeys[i];
      indexes[to] = otherIndexes[i];
    }
  }

  private void sortEqualOnes(int begin, int end, long min, int shift) {
    int from = begin;
    long first = (keys[from] - min) >>> shift;
    for (int i = begin + 1; i < end; i++) {
      long next = (keys[i] - min) >>> shift;
      if (next != first) {
        sort(from, i);
        from = i;
        first = next;
      }
    }
    sort(from, end);
  }

  /** For a few of them, to count digits would take longer. */
  private void insertEach(int begin, int end) {
    for (int i = begin + 1; i < end; i++) {
      long key = keys[i];
      int index = indexes[i];
      int at = i;
      while (at > begin && keys[at - 1] > key) {
        keys[at] = keys[at - 1];
        indexes[at] = indexes[at - 1];
        at--;
      }
      keys[at] = key;
      indexes[at] = index;
    }
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
