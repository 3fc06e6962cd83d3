package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.core.sizing.Resources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shapes of a queue: usually few, however long it is; at the worst as many as containers. */
final class Shapes {
  private final Types types;
  private final List<Shape> all = new ArrayList<>();
  private @Nullable Shape[] table = new Shape[64];

  Shapes(Types types) {
    this.types = types;
  }

  /** The shape of what needs so much and may use these types, cheapest first. */
  Shape of(Resources needed, List<InstanceType> eligible) {
    int slot = slot(table, needed, eligible);
    Shape found = table[slot];
    if (found == null) {
      found = new Shape(all.size(), needed, eligible, known(eligible));
      all.add(found);
      table[slot] = found;
      if (all.size() * 2 > table.length) {
        grow();
      }
    }
    return found;
  }

  private static int slot(@Nullable Shape[] table, Resources needed, List<InstanceType> eligible) {
    int slot = spread(needed) & (table.length - 1);
    while (true) {
      Shape there = table[slot];
      if (there == null || (there.needed.equals(needed) && same(there.eligible, eligible))) {
        return slot;
      }
      slot = (slot + 1) & (table.length - 1);
    }
  }

  private static int spread(Resources needed) {
    long mixed = needed.milliCpus();
    mixed = mixed * 0x9E3779B97F4A7C15L + needed.ram();
    mixed = mixed * 0x9E3779B97F4A7C15L + needed.scratch();
    mixed = mixed * 0x9E3779B97F4A7C15L + needed.gpus();
    mixed = mixed * 0x9E3779B97F4A7C15L + needed.vram();
    mixed *= 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32);
  }

  /** Whether two lists hold the same objects; usually they are one. */
  @SuppressWarnings("ReferenceEquality") // alike but not the same is another shape: no harm
  private static boolean same(List<InstanceType> one, List<InstanceType> other) {
    if (one == other) {
      return true;
    }
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (one.get(i) != other.get(i)) {
        return false;
      }
    }
    return true;
  }

  private void grow() {
    @Nullable Shape[] larger = new Shape[table.length * 4];
    for (Shape shape : all) {
      larger[slot(larger, shape.needed, shape.eligible)] = shape;
    }
    table = larger;
  }

  private Types.Known[] known(List<InstanceType> eligible) {
    Types.Known[] known = new Types.Known[eligible.size()];
    Arrays.setAll(known, i -> types.of(eligible.get(i)));
    return known;
  }

  int size() {
    return all.size();
  }

  /** The least that any of them needs, part by part: what has less left is of no use to anyone. */
  Resources least() {
    Resources least =
        new Resources(
            Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
    for (Shape shape : all) {
      Resources needed = shape.needed;
      least =
          new Resources(
              Math.min(least.milliCpus(), needed.milliCpus()),
              Math.min(least.ram(), needed.ram()),
              Math.min(least.scratch(), needed.scratch()),
              Math.min(least.gpus(), needed.gpus()),
              Math.min(least.vram(), needed.vram()));
    }
    return least;
  }
}
