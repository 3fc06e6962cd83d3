package io.dispatchcloud.core.scheduler;

import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Brings a queue into the order of SCH-2: those that run, then those that are locked, then priority
 * (high first), then first seen, then id.
 */
final class QueueOrder {
  private static final int GROUP_BITS = 2;
  private static final long NANOS_A_SECOND = 1_000_000_000;
  // Three centuries: the nanoseconds of all these seconds are a long, and an operator's clock does
  // not leave them.
  private static final long SECONDS_MAX = Long.MAX_VALUE / NANOS_A_SECOND - 1;

  private final Ledger ledger;
  private final long[] priorities;
  // Nanoseconds; or seconds only, and the rest apart, once one was out of the range of a long.
  private final long[] times;
  private long[] nanos = {};

  /** The order of a ledger that is being written. */
  QueueOrder(Ledger ledger) {
    this.ledger = ledger;
    this.priorities = new long[ledger.size()];
    this.times = new long[ledger.size()];
  }

  /** Tells where an entry belongs that is in the ledger already; in the order of the indexes. */
  void set(int index, long priority, Instant firstSeenAt) {
    // The complement turns the order round, and never overflows.
    priorities[index] = ~priority;
    long seconds = firstSeenAt.getEpochSecond();
    int rest = firstSeenAt.getNano();
    if (nanos.length == 0 && Math.abs(seconds) > SECONDS_MAX) {
      takeApart(index);
    }
    if (nanos.length == 0) {
      times[index] = seconds * NANOS_A_SECOND + rest;
    } else {
      times[index] = seconds;
      nanos[index] = rest;
    }
  }

  private void takeApart(int count) {
    nanos = new long[times.length];
    for (int i = 0; i < count; i++) {
      nanos[i] = Math.floorMod(times[i], NANOS_A_SECOND);
      times[i] = Math.floorDiv(times[i], NANOS_A_SECOND);
    }
  }

  /** The indexes of all entries in their order, once all are set. */
  int[] sorted() {
    if (times.length == 0) {
      return new int[0];
    }
    Range priority = Range.of(priorities);
    Range time = Range.of(times);
    return nanos.length == 0 && GROUP_BITS + priority.bits() + time.bits() <= Long.SIZE - 1
        ? sortedByOneNumber(priority, time)
        : sortedByEach();
  }

  private record Range(long min, int bits) {
    static Range of(long[] numbers) {
      long min = Long.MAX_VALUE;
      long max = Long.MIN_VALUE;
      for (long number : numbers) {
        min = Math.min(min, number);
        max = Math.max(max, number);
      }
      // As unsigned, the difference is right even where it overflows.
      return new Range(min, Long.SIZE - Long.numberOfLeadingZeros(max - min));
    }
  }

  /** Nearly always one number can stand for group, priority and time. */
  private int[] sortedByOneNumber(Range priority, Range time) {
    long[] numbers = times;
    for (int i = 0; i < numbers.length; i++) {
      long number = (long) Ledger.group(ledger.facts[i]) << priority.bits();
      number = (number | (priorities[i] - priority.min())) << time.bits();
      numbers[i] = number | (times[i] - time.min());
    }
    int[] order = new Radix(numbers.length).byOwn(numbers).sorted();
    sortEqualOnesById(order, (one, other) -> numbers[one] == numbers[other]);
    return order;
  }

  /** From the least to the most significant: each step keeps the order of the one before. */
  private int[] sortedByEach() {
    long[] groups = new long[times.length];
    Arrays.setAll(groups, i -> Ledger.group(ledger.facts[i]));
    Radix radix = new Radix(times.length);
    if (nanos.length > 0) {
      radix.by(nanos);
    }
    int[] order = radix.by(times).by(priorities).by(groups).sorted();
    sortEqualOnesById(order, (one, other) -> alike(order[one], order[other]));
    return order;
  }

  private boolean alike(int one, int other) {
    return times[one] == times[other]
        && priorities[one] == priorities[other]
        && (nanos.length == 0 || nanos[one] == nanos[other])
        && Ledger.group(ledger.facts[one]) == Ledger.group(ledger.facts[other]);
  }

  /** What came in one batch was first seen at one moment. */
  private void sortEqualOnesById(int[] order, Alike alike) {
    int begin = 0;
    for (int end = 1; end <= order.length; end++) {
      if (end == order.length || !alike.at(begin, end)) {
        if (end - begin > 1) {
          Radix.sortByText(order, begin, end, i -> ledger.ids[i].value());
        }
        begin = end;
      }
    }
  }

  /** Whether what stands at two places of the order comes at the same time but for its id. */
  private interface Alike {
    boolean at(int one, int other);
  }

  /**
   * The order of a queue of which most was in its order before.
   *
   * @param before that order, of indexes then
   * @param movedTo where each of them is now, or {@link Difference#GONE}
   * @param fresh indexes of what is new
   */
  static int[] merged(int[] before, int[] movedTo, int[] fresh, Ledger ledger) {
    int[] kept = new int[before.length];
    int count = 0;
    for (int index : before) {
      int now = movedTo[index];
      kept[count] = now;
      count += now == Difference.GONE ? 0 : 1;
    }
    int[] added =
        IntStream.of(fresh)
            .boxed()
            .sorted((one, other) -> compare(ledger, one, other))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] order = new int[ledger.size()];
    int from = 0;
    for (int i = 0; i < added.length; i++) {
      int at = firstAfter(kept, from, count, added[i], ledger);
      System.arraycopy(kept, from, order, from + i, at - from);
      order[at + i] = added[i];
      from = at;
    }
    System.arraycopy(kept, from, order, from + added.length, count - from);
    return order;
  }

  private static int firstAfter(int[] kept, int from, int count, int index, Ledger ledger) {
    int low = from;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(ledger, kept[middle], index) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The same order, for a few. */
  private static int compare(Ledger ledger, int one, int other) {
    int groups = Ledger.group(ledger.facts[one]) - Ledger.group(ledger.facts[other]);
    if (groups != 0) {
      return groups;
    }
    long priority = ledger.container(one).priority();
    long otherPriority = ledger.container(other).priority();
    if (priority != otherPriority) {
      return Long.compare(otherPriority, priority);
    }
    int times = ledger.entry(one).firstSeenAt().compareTo(ledger.entry(other).firstSeenAt());
    return times != 0 ? times : ledger.ids[one].compareTo(ledger.ids[other]);
  }
}
