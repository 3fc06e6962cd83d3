package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.core.sizing.Resources;
import java.util.Arrays;

/**
 * What room each place has left, how many containers it has, and how good its type is, in plain
 * arrays. A place is a number.
 */
abstract class RoomFigures {
  static final int PARTS = 5;

  /** The parts of what each place has left, place by place. */
  long[] left;

  int[] containers;
  private int[] ranks;
  private int size;
  private boolean shared;

  RoomFigures(int capacity) {
    left = new long[capacity * PARTS];
    containers = new int[capacity];
    ranks = new int[capacity];
  }

  /** The same figures, which change without the others; those must not change any more. */
  RoomFigures(RoomFigures other) {
    left = other.left;
    containers = other.containers;
    ranks = other.ranks;
    size = other.size;
    shared = true;
  }

  /** Before the first change: many a pass only looks, and needs no copy. */
  final void own() {
    if (shared) {
      copy();
      shared = false;
    }
  }

  /** Makes copies of all arrays that are shared with another one. */
  void copy() {
    left = left.clone();
    containers = containers.clone();
    ranks = ranks.clone();
  }

  /** Adds a place that is in no tree: its number. */
  final int add(Resources all) {
    own();
    if (size == containers.length) {
      grow(Math.max(16, size * 2));
    }
    int place = size++;
    set(left, place, all);
    return place;
  }

  /** Makes room for more places. */
  void grow(int capacity) {
    left = Arrays.copyOf(left, capacity * PARTS);
    containers = Arrays.copyOf(containers, capacity);
    ranks = Arrays.copyOf(ranks, capacity);
  }

  private static void set(long[] parts, int place, Resources amounts) {
    int at = place * PARTS;
    parts[at] = amounts.milliCpus();
    parts[at + 1] = amounts.ram();
    parts[at + 2] = amounts.scratch();
    parts[at + 3] = amounts.gpus();
    parts[at + 4] = amounts.vram();
  }

  final int size() {
    return size;
  }

  /** How many containers a place has. */
  final int containers(int place) {
    return containers[place];
  }

  /** Puts a container on a place that is in no tree, whether it fits or not. */
  final void take(int place, Resources needed) {
    own();
    int at = place * PARTS;
    left[at] = Resources.less(left[at], needed.milliCpus());
    left[at + 1] = Resources.less(left[at + 1], needed.ram());
    left[at + 2] = Resources.less(left[at + 2], needed.scratch());
    left[at + 3] = Resources.less(left[at + 3], needed.gpus());
    left[at + 4] = Resources.less(left[at + 4], needed.vram());
    containers[place]++;
  }

  /** Puts a container on a place that leaves no room there, whatever it needs (ROOM-1). */
  final void takeAll(int place) {
    own();
    Arrays.fill(left, place * PARTS, (place + 1) * PARTS, Long.MIN_VALUE);
    containers[place]++;
  }

  /** Whether a place has so much left. */
  final boolean holds(int place, Resources needed) {
    return holds(left, place, needed);
  }

  static boolean holds(long[] parts, int place, Resources needed) {
    int at = place * PARTS;
    return needed.milliCpus() <= parts[at]
        && needed.ram() <= parts[at + 1]
        && needed.scratch() <= parts[at + 2]
        && needed.gpus() <= parts[at + 3]
        && needed.vram() <= parts[at + 4];
  }

  final Resources left(int place) {
    int at = place * PARTS;
    return new Resources(left[at], left[at + 1], left[at + 2], left[at + 3], left[at + 4]);
  }

  /** Says how good the type of a place is; the lowest is the best. */
  final void rank(int place, int rank) {
    own();
    ranks[place] = rank;
  }

  /**
   * Whether a place is better than another one of those that are ready, or of those that are not
   * (SCH-4): the one with more containers, else the one of the better type, else the lower number.
   */
  final boolean before(int one, int other) {
    if (containers[one] != containers[other]) {
      return containers[one] > containers[other];
    }
    return ranks[one] != ranks[other] ? ranks[one] < ranks[other] : one < other;
  }
}
