package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.QueueEntry;
import java.util.Arrays;

/**
 * What a pass wants to know of each container, in plain arrays by its index in the queue. Written
 * by an {@link Intake}, and never changed afterwards.
 */
final class Ledger {
  static final int NO_SHAPE = -1;
  static final int GROUPS = 4;

  private static final int LOCKED = 1;
  private static final int SUPERVISOR = 2;
  private static final int HAS_RUNS = 4;
  private static final int RUNNING = 8;
  private static final int GROUP_SHIFT = 4;

  /** What there is to decide about a container. */
  enum Kind {
    /** Nothing: it runs. */
    RUNNING,
    /** Nothing: it is locked and starts, or has started (SCH-3). */
    STARTED,
    /** Nothing: it has ended. */
    FINISHED,
    /** Nothing: its priority is below 1. */
    ON_HOLD,
    /** Nothing yet: an earlier attempt may still run. */
    EXITING,
    /** Whether to cancel it. */
    NOTHING_FITS,
    /** Where to put it. */
    WAITING
  }

  final QueueEntry[] entries;
  final ContainerId[] ids;
  final Kind[] kinds;
  final byte[] flags;
  final int[] shapes;
  int[] order = {};
  private final int[] groups;
  private int[] remaining;
  private int[] waiting;
  private int running;
  private int supervisorsAllocated;
  private int nothingFits;

  /** A ledger in which nothing is written yet. */
  Ledger(QueueEntry[] entries) {
    this(entries, new int[GROUPS], new int[16], new int[16]);
  }

  /** One in which no container is written yet, but all figures are as they are in another one. */
  Ledger(QueueEntry[] entries, Ledger before) {
    this(entries, before.groups.clone(), before.remaining.clone(), before.waiting.clone());
    running = before.running;
    supervisorsAllocated = before.supervisorsAllocated;
    nothingFits = before.nothingFits;
  }

  private Ledger(QueueEntry[] entries, int[] groups, int[] remaining, int[] waiting) {
    this.entries = entries;
    this.ids = new ContainerId[entries.length];
    this.kinds = new Kind[entries.length];
    this.flags = new byte[entries.length];
    this.shapes = new int[entries.length];
    this.groups = groups;
    this.remaining = remaining;
    this.waiting = waiting;
  }

  /** Writes what is known of one container. */
  void write(int index, Container container, Kind kind, int shape, int group, boolean hasRuns) {
    ids[index] = container.id();
    kinds[index] = kind;
    shapes[index] = shape;
    flags[index] =
        (byte)
            ((container.state() == ContainerState.LOCKED ? LOCKED : 0)
                | (container.state() == ContainerState.RUNNING ? RUNNING : 0)
                | (container.supervisor() ? SUPERVISOR : 0)
                | (hasRuns ? HAS_RUNS : 0)
                | group << GROUP_SHIFT);
    count(index, 1);
  }

  /** Takes over what is known of containers that stand side by side in another ledger. */
  void copy(Ledger before, int from, int to, int count) {
    System.arraycopy(before.ids, from, ids, to, count);
    System.arraycopy(before.kinds, from, kinds, to, count);
    System.arraycopy(before.flags, from, flags, to, count);
    System.arraycopy(before.shapes, from, shapes, to, count);
  }

  /** Takes a container of another ledger out of the figures. */
  void strike(Ledger before, int index) {
    before.countIn(this, index, -1);
  }

  private void count(int index, int by) {
    countIn(this, index, by);
  }

  private void countIn(Ledger other, int index, int by) {
    other.groups[group(index)] += by;
    other.running += (flags[index] & RUNNING) != 0 ? by : 0;
    other.nothingFits += kinds[index] == Kind.NOTHING_FITS ? by : 0;
    if (group(index) == 0 && isSupervisor(index)) {
      other.supervisorsAllocated += by;
    }
    int shape = shapes[index];
    if (shape != NO_SHAPE) {
      other.countShape(shape, by, isSupervisor(index));
    }
  }

  private void countShape(int shape, int by, boolean supervisor) {
    if (shape >= remaining.length) {
      int length = Math.max(shape + 1, 2 * remaining.length);
      remaining = Arrays.copyOf(remaining, length);
      waiting = Arrays.copyOf(waiting, length);
    }
    remaining[shape] += by;
    waiting[shape] += supervisor ? 0 : by;
  }

  int size() {
    return entries.length;
  }

  Container container(int index) {
    return entries[index].container();
  }

  boolean isLocked(int index) {
    return (flags[index] & LOCKED) != 0;
  }

  boolean isSupervisor(int index) {
    return (flags[index] & SUPERVISOR) != 0;
  }

  boolean hasRuns(int index) {
    return (flags[index] & HAS_RUNS) != 0;
  }

  int group(int index) {
    return flags[index] >> GROUP_SHIFT;
  }

  /** How many containers are in a group of SCH-2. */
  int inGroup(int group) {
    return groups[group];
  }

  /** How many containers are recorded as running. */
  int running() {
    return running;
  }

  /** How many supervisors run, or are starting. */
  int supervisorsAllocated() {
    return supervisorsAllocated;
  }

  /** How many containers no type fits. */
  int nothingFits() {
    return nothingFits;
  }

  /** How many of a shape wait. */
  int remaining(int shape) {
    return shape < remaining.length ? remaining[shape] : 0;
  }

  /** The same, supervisors aside. */
  int waiting(int shape) {
    return shape < waiting.length ? waiting[shape] : 0;
  }

  /** Whether queue and pool may have to be brought together for a container: most only wait. */
  boolean needsAttention(int index) {
    return hasRuns(index)
        || switch (kinds[index]) {
          case RUNNING, STARTED, FINISHED, ON_HOLD -> true;
          case EXITING, NOTHING_FITS, WAITING -> false;
        };
  }
}
