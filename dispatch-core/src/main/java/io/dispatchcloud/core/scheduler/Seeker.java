package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.core.scheduler.Statuses.Why;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Those of one shape that seek a place in one pass, and what was found out for one of them and so
 * holds for all.
 */
final class Seeker {
  final Shape shape;

  /** The cheapest type that can be created; null if none can. */
  final Types.@Nullable Known creatable;

  final boolean bootsFailing;
  private boolean wasSought;
  private Grove.@Nullable Cursor[] readyCursors = {};
  private Grove.@Nullable Cursor[] otherCursors = {};

  /** How many of them were not considered yet. */
  int remaining;

  /** The same, supervisors aside. */
  int waiting;

  /** Rooms only shrink during a pass: what held none of this shape will hold none of it later. */
  boolean noReadyPlace;

  /** How many places had been added when none that is not ready held one of this shape. */
  long noOtherPlaceAt = -1;

  /** What became of the last one, if nothing else can become of the next; else null. */
  @Nullable Why settled;

  /** Which type that one waits for, where {@link #settled} tells of one. */
  int settledType;

  /** How many instances had been created when that was so. */
  int settledAt;

  Seeker(Shape shape, int remaining, int waiting, Supply supply) {
    this.shape = shape;
    this.remaining = remaining;
    this.waiting = waiting;
    this.creatable = first(shape.types, supply);
    this.bootsFailing = all(shape.types, supply);
  }

  private static Types.@Nullable Known first(Types.Known[] types, Supply supply) {
    for (Types.Known type : types) {
      if (supply.isCreatable(type)) {
        return type;
      }
    }
    return null;
  }

  private static boolean all(Types.Known[] types, Supply supply) {
    for (Types.Known type : types) {
      if (!supply.isFailing(type)) {
        return false;
      }
    }
    return true;
  }

  /** Says that a place is sought: most of a queue is like others, and worth a note for the next. */
  void seek() {
    if (wasSought && readyCursors.length == 0) {
      readyCursors = cursors();
      otherCursors = cursors();
    }
    wasSought = true;
  }

  private Grove.Cursor[] cursors() {
    Grove.Cursor[] cursors = new Grove.Cursor[shape.types.length];
    Arrays.setAll(cursors, i -> new Grove.Cursor());
    return cursors;
  }

  /** How far searches have come for one of the types; null while that is not noted. */
  Grove.@Nullable Cursor cursor(int type, boolean ready) {
    Grove.@Nullable Cursor[] cursors = ready ? readyCursors : otherCursors;
    return cursors.length == 0 ? null : cursors[type];
  }
}
