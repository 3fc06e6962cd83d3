package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.core.sizing.Resources;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The places of one type that are ready, or those that are not: a tree of {@link Rooms}, and what
 * is known of searches in it. Rooms only shrink during a pass, so what a search passed by once it
 * need not look at again, unless a place has moved meanwhile: it has one container more then, and
 * comes earlier.
 */
final class Grove {
  private static final int MOVED_MAX = 64;

  private final Rooms rooms;
  private final Misses misses = new Misses();
  private int tree;
  private int[] moved = {};
  private int movedCount;

  /** How far searches for one shape have come in one grove. */
  static final class Cursor {
    // Whatever comes before this, and has not moved since, has no room for the shape.
    private int containers = Integer.MAX_VALUE;
    private int place = Rooms.NONE;
    private int movedSeen;
  }

  Grove(Rooms rooms, int tree) {
    this.rooms = rooms;
    this.tree = tree;
  }

  /** A place that others may find from now on, which had never been there before. */
  void add(int place) {
    misses.clear();
    insert(place);
  }

  /** Puts a place back, at its place in the order. */
  void insert(int place) {
    tree = rooms.insert(tree, place);
    if (movedCount == moved.length) {
      moved = Arrays.copyOf(moved, Math.max(16, 2 * movedCount));
    }
    moved[movedCount++] = place;
  }

  /** Takes a place out, before a container is put there. */
  void remove(int place) {
    tree = rooms.remove(tree, place);
  }

  /**
   * The first place that has so much left, or {@link Rooms#NONE}.
   *
   * @param cursor of all searches for the same; null for one that will not be repeated
   */
  int first(Resources needed, @Nullable Cursor cursor) {
    if (tree == Rooms.NONE || misses.covers(needed)) {
      return Rooms.NONE;
    }
    int found = cursor == null ? rooms.first(tree, needed) : resume(needed, cursor);
    if (found == Rooms.NONE) {
      misses.add(needed);
    }
    return found;
  }

  private int resume(Resources needed, Cursor cursor) {
    if (movedCount - cursor.movedSeen > MOVED_MAX) {
      // To look at all that moved would cost more than to begin anew.
      cursor.containers = Integer.MAX_VALUE;
      cursor.place = Rooms.NONE;
      cursor.movedSeen = movedCount;
    }
    int best = bestMoved(needed, cursor);
    int found = rooms.firstFrom(tree, needed, cursor.containers, cursor.place);
    cursor.containers = found == Rooms.NONE ? -1 : rooms.containers(found);
    cursor.place = found;
    if (best == Rooms.NONE || (found != Rooms.NONE && rooms.before(found, best))) {
      return found;
    }
    return best;
  }

  private int bestMoved(Resources needed, Cursor cursor) {
    int best = Rooms.NONE;
    int stillFitting = movedCount;
    for (int i = cursor.movedSeen; i < movedCount; i++) {
      int place = moved[i];
      if (rooms.isInTree(place) && rooms.holds(place, needed)) {
        stillFitting = Math.min(stillFitting, i);
        if (best == Rooms.NONE || rooms.before(place, best)) {
          best = place;
        }
      }
    }
    cursor.movedSeen = stillFitting;
    return best;
  }
}
