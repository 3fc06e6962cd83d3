package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.queue.QueueEntry;
import java.time.Instant;

/**
 * Brings a queue into the order of SCH-2: those that run, then those that are locked, then priority
 * (high first), then first seen, then id.
 */
final class QueueOrder {
  private static final int GROUPS = 4;

  private final QueueEntry[] entries;
  private final byte[] groups;
  private final long[] priorities;
  private final long[] seconds;
  private final long[] nanos;

  QueueOrder(QueueEntry[] entries) {
    this.entries = entries;
    this.groups = new byte[entries.length];
    this.priorities = new long[entries.length];
    this.seconds = new long[entries.length];
    this.nanos = new long[entries.length];
  }

  /** Tells where an entry belongs; groups count from 0 to 3. */
  void set(int index, int group, long priority, Instant firstSeenAt) {
    groups[index] = (byte) group;
    // The complement turns the order round, and never overflows.
    priorities[index] = ~priority;
    seconds[index] = firstSeenAt.getEpochSecond();
    nanos[index] = firstSeenAt.getNano();
  }

  /** The indexes of all entries in their order, once all are set. */
  int[] sorted() {
    // From the least to the most significant: each step keeps the order of the one before.
    int[] order = inGroups(new Radix(entries.length).by(nanos).by(seconds).by(priorities).sorted());
    sortEqualOnesById(order);
    return order;
  }

  /** Puts one group after the other, each in the order that it has. */
  private int[] inGroups(int[] order) {
    int[] next = new int[GROUPS + 1];
    for (byte group : groups) {
      next[group + 1]++;
    }
    for (int group = 0; group < GROUPS; group++) {
      next[group + 1] += next[group];
    }
    int[] grouped = new int[order.length];
    for (int index : order) {
      grouped[next[groups[index]]++] = index;
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
        Radix.sortByText(order, begin, end, i -> entries[i].container().id().value());
      }
      begin = end;
    }
  }

  private boolean alike(int one, int other) {
    return nanos[one] == nanos[other]
        && seconds[one] == seconds[other]
        && priorities[one] == priorities[other]
        && groups[one] == groups[other];
  }
}
