package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.QueueEntry;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a pass wants to know of each container, in plain arrays by its index in the queue. Written
 * by an {@link Intake}, and never changed afterwards.
 */
final class Ledger {
  static final int NO_SHAPE = -1;
  static final int GROUPS = 4;

  /** How many facts are read ahead at the most: a power of 2. */
  static final int AHEAD = 64;

  // A fact is one number, so that a pass, which comes to each container at another place in the
  // memory, waits for it once: the shape, the group, some yes or no, and the kind.
  private static final int KIND_MASK = 7;
  private static final int LOCKED = 1 << 3;
  private static final int SUPERVISOR = 1 << 4;
  private static final int HAS_RUNS = 1 << 5;
  private static final int RUNNING = 1 << 6;
  private static final int AS_RECORDED = 1 << 7;
  private static final int GROUP_SHIFT = 8;
  private static final int GROUP_MASK = GROUPS - 1;
  private static final int SHAPE_SHIFT = Integer.SIZE;
  private static final Kind[] KINDS = new Kind[Kind.values().length];

  /** What is on the instances of a container. */
  enum Runs {
    NONE,
    SOME,
    /** What the queue says: its current attempt runs, and nothing else of it is there. */
    AS_RECORDED
  }

  /** What there is to decide about a container. */
  enum Kind {
    /** Nothing: it runs. */
    RUNNING(0),
    /** Nothing: it is locked and starts, or has started (SCH-3). */
    STARTED(1),
    /** Nothing: it has ended. */
    FINISHED(2),
    /** Nothing: its priority is below 1. */
    ON_HOLD(3),
    /** Nothing yet: an earlier attempt may still run. */
    EXITING(4),
    /** Whether to cancel it. */
    NOTHING_FITS(5),
    /** Where to put it. */
    WAITING(6),
    /** Whether to give it back: it has cost as much as it may. */
    BUDGET_SPENT(7);

    private final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  static {
    for (Kind kind : Kind.values()) {
      KINDS[kind.number] = kind;
    }
  }

  // Entries; as objects, for to copy them as entries each would have to be looked at.
  private final Object[] entries;
  final ContainerId[] ids;
  final long[] facts;
  int[] order = {};
  private final int[] groups;
  private int[] remaining;
  private int[] waiting;
  private int running;
  private int withRuns;
  private int supervisorsAllocated;
  private int nothingFits;
  private int spentLocked;

  /** A ledger in which nothing is written yet. */
  Ledger(Object[] entries) {
    this(entries, new int[GROUPS], new int[16], new int[16]);
  }

  /** One in which no container is written yet, but all figures are as they are in another one. */
  Ledger(Object[] entries, Ledger before) {
    this(entries, before.groups.clone(), before.remaining.clone(), before.waiting.clone());
    running = before.running;
    withRuns = before.withRuns;
    supervisorsAllocated = before.supervisorsAllocated;
    nothingFits = before.nothingFits;
    spentLocked = before.spentLocked;
  }

  private Ledger(Object[] entries, int[] groups, int[] remaining, int[] waiting) {
    this.entries = entries;
    this.ids = new ContainerId[entries.length];
    this.facts = new long[entries.length];
    this.groups = groups;
    this.remaining = remaining;
    this.waiting = waiting;
  }

  /** Writes what is known of one container. */
  void write(int index, Container container, Kind kind, int shape, int group, Runs runs) {
    ids[index] = container.id();
    facts[index] =
        (long) shape << SHAPE_SHIFT
            | kind.number
            | (container.state() == ContainerState.LOCKED ? LOCKED : 0)
            | (container.state() == ContainerState.RUNNING ? RUNNING : 0)
            | (container.supervisor() ? SUPERVISOR : 0)
            | (runs == Runs.NONE ? 0 : HAS_RUNS)
            | (runs == Runs.AS_RECORDED ? AS_RECORDED : 0)
            | group << GROUP_SHIFT;
    count(index, 1);
  }

  /** Takes over what is known of containers that stand side by side in another ledger. */
  void copy(Ledger before, int from, int to, int count) {
    System.arraycopy(before.ids, from, ids, to, count);
    System.arraycopy(before.facts, from, facts, to, count);
  }

  /** Takes a container of another ledger out of the figures. */
  void strike(Ledger before, int index) {
    before.countIn(this, index, -1);
  }

  private void count(int index, int by) {
    countIn(this, index, by);
  }

  private void countIn(Ledger other, int index, int by) {
    long fact = facts[index];
    other.groups[group(fact)] += by;
    other.running += (fact & RUNNING) != 0 ? by : 0;
    other.withRuns += hasRuns(fact) ? by : 0;
    other.nothingFits += kind(fact) == Kind.NOTHING_FITS ? by : 0;
    other.spentLocked += kind(fact) == Kind.BUDGET_SPENT && isLocked(fact) ? by : 0;
    if (group(fact) == 0 && isSupervisor(fact)) {
      other.supervisorsAllocated += by;
    }
    int shape = shape(fact);
    if (shape != NO_SHAPE) {
      other.countShape(shape, by, isSupervisor(fact));
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

  QueueEntry entry(int index) {
    return (QueueEntry) entries[index];
  }

  /** What changed between this queue and another one; null if it is more than so much. */
  @Nullable Difference differenceTo(Object[] others, int most) {
    return Difference.between(entries, others, most);
  }

  Container container(int index) {
    return entry(index).container();
  }

  /**
   * Reads the facts of the next few in the order of scheduling, each to its position in a ring.
   * They lie all over the memory; a short loop lets the processor wait for many at once.
   *
   * @return the position after the last one that was read
   */
  int readAhead(int position, int end, long[] ring) {
    int readTo = Math.min(position + AHEAD, end);
    for (int next = position; next < readTo; next++) {
      ring[next & AHEAD - 1] = facts[order[next]];
    }
    return readTo;
  }

  /** What is to decide about a container of which this is the fact. */
  static Kind kind(long fact) {
    return KINDS[(int) fact & KIND_MASK];
  }

  /** Its shape, if it waits; else {@link #NO_SHAPE}. */
  static int shape(long fact) {
    return (int) (fact >> SHAPE_SHIFT);
  }

  static boolean isLocked(long fact) {
    return (fact & LOCKED) != 0;
  }

  static boolean isSupervisor(long fact) {
    return (fact & SUPERVISOR) != 0;
  }

  static boolean hasRuns(long fact) {
    return (fact & HAS_RUNS) != 0;
  }

  static int group(long fact) {
    return (int) fact >> GROUP_SHIFT & GROUP_MASK;
  }

  /** How many containers are in a group of SCH-2. */
  int inGroup(int group) {
    return groups[group];
  }

  /** How many containers are recorded as running. */
  int running() {
    return running;
  }

  /** How many containers have something on instances. */
  int withRuns() {
    return withRuns;
  }

  /** How many supervisors run, or are starting. */
  int supervisorsAllocated() {
    return supervisorsAllocated;
  }

  /** How many containers no type fits. */
  int nothingFits() {
    return nothingFits;
  }

  /** How many are locked that have cost as much as they may. */
  int spentLocked() {
    return spentLocked;
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
    long fact = facts[index];
    if ((fact & AS_RECORDED) != 0) {
      return false;
    }
    return hasRuns(fact)
        || switch (kind(fact)) {
          case RUNNING, STARTED, FINISHED, ON_HOLD -> true;
          case EXITING, NOTHING_FITS, WAITING, BUDGET_SPENT -> false;
        };
  }
}
