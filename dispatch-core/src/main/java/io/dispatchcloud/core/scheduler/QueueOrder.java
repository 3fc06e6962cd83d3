package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.queue.QueueEntry;
import java.time.Instant;

/**
 * Brings a queue into the order of SCH-2: those that run, then those that are locked, then priority
 * (high first), then first seen, then id.
 */
final class QueueOrder {
  private final QueueEntry[] entries;
  private final long[] groups;
  private final long[] priorities;
  private final long[] seconds;
  private final long[] nanos;

  QueueOrder(QueueEntry[] entries) {
    this.entries = entries;
    this.groups = new long[entries.length];
    this.priorities = new long[entries.length];
    this.seconds = new long[entries.length];
    this.nanos = new long[entries.length];
  }

  /** Tells where an entry belongs. */
  void set(int index, int group, long priority, Instant firstSeenAt) {
    groups[index] = group;
    // The complement turns the order round, and never overflows.
    priorities[index] = ~priority;
    seconds[index] = firstSeenAt.getEpochSecond();
    nanos[index] = firstSeenAt.getNano();
  }

  /** The indexes of all entries in their order, once all are set. */
  int[] sorted() {
    // From the least to the most significant: each step keeps the order of the one before.
    int[] order = Radix.indexes(entries.length);
    order = Radix.sort(order, nanos);
    order = Radix.sort(order, seconds);
    order = Radix.sort(order, priorities);
    order = Radix.sort(order, groups);
    sortEqualOnesById(order);
    return order;
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
