package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.core.sizing.Resources;
import java.util.Arrays;

/**
 * The figures of places, and trees of places that find the first one with enough room. Each place
 * is in one tree at the most; a tree is the number of its root, or {@link #NONE}.
 *
 * <p>Every tree is in the order of SCH-4: see {@link #before}. Each node knows the most room in the
 * tree below it, part by part, so a search passes by whole trees that can't hold what is looked
 * for: it takes one way down, as a rule. Where many places lack one part and as many others
 * another, it has to look at more of them, at the worst at all of one type; {@link Misses} keeps it
 * from doing so in vain again. Trees are kept in balance by chance (a node is made the root of a
 * tree with the probability that a random order of insertion would give it), where chance is a
 * fixed sequence: equal input gives equal trees.
 */
final class Rooms extends RoomFigures {
  static final int NONE = -1;

  private long[] most;
  private int[] lower;
  private int[] higher;
  private int[] weight;
  private long chance = 1;

  Rooms(int capacity) {
    super(capacity);
    most = new long[capacity * PARTS];
    lower = new int[capacity];
    higher = new int[capacity];
    weight = new int[capacity];
  }

  /** The same rooms and trees, which change without the others; those must not change any more. */
  Rooms(Rooms other) {
    super(other);
    most = other.most;
    lower = other.lower;
    higher = other.higher;
    weight = other.weight;
    chance = other.chance;
  }

  @Override
  void copy() {
    super.copy();
    most = most.clone();
    lower = lower.clone();
    higher = higher.clone();
    weight = weight.clone();
  }

  @Override
  void grow(int capacity) {
    super.grow(capacity);
    most = Arrays.copyOf(most, capacity * PARTS);
    lower = Arrays.copyOf(lower, capacity);
    higher = Arrays.copyOf(higher, capacity);
    weight = Arrays.copyOf(weight, capacity);
  }

  /** A tree of places that are in their order already. */
  int tree(int[] places, int begin, int end) {
    own();
    if (begin == end) {
      return NONE;
    }
    int middle = (begin + end) >>> 1;
    int root = places[middle];
    lower[root] = tree(places, begin, middle);
    higher[root] = tree(places, middle + 1, end);
    sum(root);
    return root;
  }

  /** The first place of a tree that has so much left, or NONE. */
  int first(int tree, Resources needed) {
    int at = tree;
    while (at != NONE && holds(most, at, needed)) {
      int found = first(lower[at], needed);
      if (found != NONE) {
        return found;
      }
      if (holds(left, at, needed)) {
        return at;
      }
      at = higher[at];
    }
    return NONE;
  }

  /**
   * The same, among those that don't come before a place when it had so many containers; one of the
   * same type, as all of the tree are.
   */
  int firstFrom(int tree, Resources needed, int fromContainers, int fromPlace) {
    int at = tree;
    while (at != NONE && holds(most, at, needed)) {
      boolean before =
          containers[at] != fromContainers ? containers[at] > fromContainers : at < fromPlace;
      if (!before) {
        int found = firstFrom(lower[at], needed, fromContainers, fromPlace);
        if (found != NONE) {
          return found;
        }
        if (holds(left, at, needed)) {
          return at;
        }
      }
      at = higher[at];
    }
    return NONE;
  }

  boolean isInTree(int place) {
    return weight[place] > 0;
  }

  /** The tree with one more place. */
  int insert(int tree, int place) {
    own();
    if (tree == NONE) {
      lower[place] = NONE;
      higher[place] = NONE;
      sum(place);
      return place;
    }
    if (next(weight[tree] + 1) == 0) {
      split(tree, place);
      sum(place);
      return place;
    }
    if (before(place, tree)) {
      lower[tree] = insert(lower[tree], place);
    } else {
      higher[tree] = insert(higher[tree], place);
    }
    sum(tree);
    return tree;
  }

  /** Makes a place the root above all of a tree. */
  private void split(int tree, int place) {
    if (tree == NONE) {
      lower[place] = NONE;
      higher[place] = NONE;
      return;
    }
    if (before(place, tree)) {
      split(lower[tree], place);
      lower[tree] = higher[place];
      sum(tree);
      higher[place] = tree;
    } else {
      split(higher[tree], place);
      higher[tree] = lower[place];
      sum(tree);
      lower[place] = tree;
    }
  }

  /** The tree without a place, whose count of containers must be what it was when it came in. */
  int remove(int tree, int place) {
    own();
    if (tree == place) {
      weight[place] = 0;
      return join(lower[tree], higher[tree]);
    }
    if (before(place, tree)) {
      lower[tree] = remove(lower[tree], place);
    } else {
      higher[tree] = remove(higher[tree], place);
    }
    sum(tree);
    return tree;
  }

  private int join(int one, int other) {
    if (one == NONE || other == NONE) {
      return one == NONE ? other : one;
    }
    int root;
    if (next(weight[one] + weight[other]) < weight[one]) {
      higher[one] = join(higher[one], other);
      root = one;
    } else {
      lower[other] = join(one, lower[other]);
      root = other;
    }
    sum(root);
    return root;
  }

  private void sum(int root) {
    int low = lower[root];
    int high = higher[root];
    weight[root] = 1 + (low == NONE ? 0 : weight[low]) + (high == NONE ? 0 : weight[high]);
    int at = root * PARTS;
    for (int part = 0; part < PARTS; part++) {
      long value = left[at + part];
      if (low != NONE) {
        value = Math.max(value, most[low * PARTS + part]);
      }
      if (high != NONE) {
        value = Math.max(value, most[high * PARTS + part]);
      }
      most[at + part] = value;
    }
  }

  /** The next of a sequence that looks random: 0 or more, less than the bound. */
  private int next(int bound) {
    chance += 0x9E3779B97F4A7C15L;
    long mixed = (chance ^ (chance >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed ^= mixed >>> 27;
    return (int) (((mixed >>> 32) * bound) >>> 32);
  }
}
