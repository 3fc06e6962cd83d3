package io.dispatchcloud.core.scheduler;

import java.time.Instant;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Brings a queue into the order of SCH-2: those that run, then those that are locked, then priority
 * (high first), then first seen, then id.
 */
final class QueueOrder {
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
    // From the least to the most significant: each step keeps the order of the one before.
    Radix radix = new Radix(times.length);
    if (nanos.length > 0) {
      radix.by(nanos);
    }
    int[] order = inGroups(radix.by(times).by(priorities));
    sortEqualOnesById(order);
    return order;
  }

  /** Puts one group after the other, each in the order that it has. */
  private int[] inGroups(Radix radix) {
    int[] next = new int[Ledger.GROUPS];
    for (int group = 1; group < Ledger.GROUPS; group++) {
      next[group] = next[group - 1] + ledger.inGroup(group - 1);
    }
    int[] order = radix.sorted();
    int[] grouped = radix.spare();
    for (int index : order) {
      grouped[next[ledger.group(index)]++] = index;
    }
    return grouped;
  }

  /** What came in one batch was first seen at one moment. */
  private void sortEqualOnesById(int[] order) {
    int begin = 0;
    while (begin < order.length) {
      int end = begin + 1;
      while (end < order.length && alike(order[begin], order[end])) {
        end++;
      }
      if (end - begin > 1) {
        Radix.sortByText(order, begin, end, i -> ledger.ids[i].value());
      }
      begin = end;
    }
  }

  private boolean alike(int one, int other) {
    return times[one] == times[other]
        && priorities[one] == priorities[other]
        && (nanos.length == 0 || nanos[one] == nanos[other])
        && ledger.group(one) == ledger.group(other);
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
            .sorted(comparator(ledger))
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
    Comparator<Integer> comparator = comparator(ledger);
    int low = from;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (comparator.compare(kept[middle], index) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The same order, for a few. */
  private static Comparator<Integer> comparator(Ledger ledger) {
    return Comparator.<Integer>comparingInt(ledger::group)
        .thenComparing(index -> ledger.container(index).priority(), Comparator.reverseOrder())
        .thenComparing(index -> ledger.entries[index].firstSeenAt())
        .thenComparing(index -> ledger.ids[index].value());
  }
}
