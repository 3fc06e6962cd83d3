package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.core.scheduler.Statuses.Why;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that seek a place in one pass, by their shapes. */
final class Seekers {
  private final Ledger ledger;
  private final Shapes shapes;
  private final Supply supply;
  private final @Nullable Seeker[] all;
  // Shapes of which some were not considered yet, and how many of them are settled.
  private int open;
  private int settled;
  private int created;

  Seekers(Ledger ledger, Shapes shapes, Supply supply) {
    this.ledger = ledger;
    this.shapes = shapes;
    this.supply = supply;
    this.all = new Seeker[shapes.size()];
    for (int number = 0; number < all.length; number++) {
      open += ledger.remaining(number) > 0 ? 1 : 0;
    }
  }

  Seeker of(int shape) {
    Seeker known = all[shape];
    if (known == null) {
      known = new Seeker(shapes.get(shape), ledger.remaining(shape), ledger.waiting(shape), supply);
      all[shape] = known;
    }
    return known;
  }

  /** The next one of a shape is considered. */
  void consider(Seeker seeker, boolean supervisor) {
    seeker.remaining--;
    seeker.waiting -= supervisor ? 0 : 1;
    if (seeker.remaining == 0) {
      open--;
      settled -= isSettled(seeker) ? 1 : 0;
    }
  }

  /** What became of one becomes of all that follow, until an instance is created. */
  void settle(Seeker seeker, Why why, int type) {
    if (!isSettled(seeker) && seeker.remaining > 0) {
      settled++;
    }
    seeker.settled = why;
    seeker.settledType = type;
    seeker.settledAt = created;
  }

  boolean isSettled(Seeker seeker) {
    return seeker.settled != null && seeker.settledAt == created;
  }

  /** An instance is created: something else may become of each. */
  void unsettle() {
    created++;
    settled = 0;
  }

  /** Whether nothing can change any more for any that was not considered yet. */
  boolean areSettled() {
    return settled == open;
  }

  /** What becomes of each shape, once all are settled; null for one of which none waits. */
  @Nullable Why[] whys() {
    @Nullable Why[] whys = new Why[all.length];
    for (int number = 0; number < all.length; number++) {
      Seeker seeker = all[number];
      whys[number] = seeker == null ? null : seeker.settled;
    }
    return whys;
  }

  /** The type that each shape waits for, where that is what becomes of it. */
  int[] settledTypes() {
    int[] types = new int[all.length];
    for (int number = 0; number < all.length; number++) {
      Seeker seeker = all[number];
      types[number] = seeker == null ? 0 : seeker.settledType;
    }
    return types;
  }

  /** Whatever order the input came in: by the first of each shape, in the order of the queue. */
  List<Seeker> inOrder() {
    List<Seeker> found = new ArrayList<>();
    boolean[] seen = new boolean[all.length];
    for (int index : ledger.order) {
      int shape = Ledger.shape(ledger.facts[index]);
      if (shape != Ledger.NO_SHAPE && !seen[shape]) {
        seen[shape] = true;
        found.add(of(shape));
      }
    }
    return found;
  }
}
