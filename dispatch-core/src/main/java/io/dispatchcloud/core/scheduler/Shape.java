package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.core.sizing.Resources;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What containers that need the same and may use the same types have in common in one pass, and
 * what was found out for one of them and so holds for all.
 */
final class Shape {
  final int number;
  final Resources needed;
  final List<InstanceType> eligible;
  final Types.Known[] types;

  /** The cheapest type that can be created; null if none can. */
  final Types.@Nullable Known creatable;

  final boolean bootsFailing;
  private @Nullable List<String> names;
  private boolean wasSought;
  private Grove.@Nullable Cursor[] readyCursors = {};
  private Grove.@Nullable Cursor[] otherCursors = {};

  /** How many of this shape wait and were not considered yet, supervisors aside. */
  int waiting;

  /** Rooms only shrink during a pass: what held none of this shape will hold none of it later. */
  boolean noReadyPlace;

  /** How many places had been added when none that is not ready held one of this shape. */
  long noOtherPlaceAt = -1;

  Shape(int number, Resources needed, List<InstanceType> eligible, Types.Known[] types) {
    this.number = number;
    this.needed = needed;
    this.eligible = eligible;
    this.types = types;
    this.creatable = first(types);
    this.bootsFailing = all(types);
  }

  private static Types.@Nullable Known first(Types.Known[] types) {
    for (Types.Known type : types) {
      if (type.isCreatable()) {
        return type;
      }
    }
    return null;
  }

  private static boolean all(Types.Known[] types) {
    for (Types.Known type : types) {
      if (!type.failing) {
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
    Grove.Cursor[] cursors = new Grove.Cursor[types.length];
    Arrays.setAll(cursors, i -> new Grove.Cursor());
    return cursors;
  }

  /** How far searches have come for one of the types; null while that is not noted. */
  Grove.@Nullable Cursor cursor(int type, boolean ready) {
    Grove.@Nullable Cursor[] cursors = ready ? readyCursors : otherCursors;
    return cursors.length == 0 ? null : cursors[type];
  }

  boolean mayUse(Types.Known type) {
    for (Types.Known each : types) {
      if (each == type) {
        return true;
      }
    }
    return false;
  }

  List<String> names() {
    // Several threads may come here at once: each reads the field but once.
    List<String> known = names;
    if (known == null) {
      known = eligible.stream().map(InstanceType::name).toList();
      names = known;
    }
    return known;
  }
}
