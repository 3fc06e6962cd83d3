package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.core.Explanation.PlaceVerdict;
import io.dispatchcloud.core.PlaceTally;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.core.sizing.Resources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts what the instances are to containers of one shape. Used once. */
final class Tallier {
  /** How many of each kind are named. */
  static final int NAMED = 3;

  private final Places places;
  private final Shape shape;
  private final List<PlaceVerdict> doing = new ArrayList<>(0);
  private final List<PlaceVerdict> full = new ArrayList<>(0);
  private final List<PlaceVerdict> idle = new ArrayList<>(0);
  // Of those with too little left, the least lacking first.
  private final int[] nearest = new int[NAMED];
  private final double[] lacking = new double[NAMED];
  private int wouldDo;
  private int noRoom;
  private int fullOnes;
  private int otherType;
  private int noWork;

  Tallier(Places places, Shape shape) {
    this.places = places;
    this.shape = shape;
    Arrays.fill(nearest, Rooms.NONE);
    Arrays.fill(lacking, Double.MAX_VALUE);
  }

  PlaceTally tally(List<WorkerView> workers) {
    for (int place = 0; place < places.size(); place++) {
      count(place);
    }
    workers.forEach(this::count);
    List<PlaceVerdict> named = new ArrayList<>(doing);
    for (int place : nearest) {
      if (place != Rooms.NONE) {
        named.add(verdict(place));
      }
    }
    named.addAll(full);
    named.addAll(idle);
    return new PlaceTally(wouldDo, noRoom, fullOnes, otherType, noWork, named);
  }

  private PlaceVerdict verdict(int place) {
    return PlaceJudge.verdict(places, place, shape, Rooms.NONE);
  }

  private void count(int place) {
    if (!shape.mayUse(places.type(place))) {
      otherType++;
    } else if (places.isFull(place)) {
      if (fullOnes++ < NAMED) {
        full.add(verdict(place));
      }
    } else {
      Resources left = places.left(place);
      if (!left.holds(shape.needed)) {
        noRoom++;
        compare(place, PlaceJudge.lackingPart(left, shape.needed));
      } else if (wouldDo++ < NAMED) {
        doing.add(verdict(place));
      }
    }
  }

  private void compare(int place, double part) {
    int at = NAMED;
    while (at > 0 && part < lacking[at - 1]) {
      at--;
      if (at < NAMED - 1) {
        nearest[at + 1] = nearest[at];
        lacking[at + 1] = lacking[at];
      }
      nearest[at] = place;
      lacking[at] = part;
    }
  }

  private void count(WorkerView worker) {
    PlaceVerdict verdict = PlaceJudge.withoutWork(worker);
    if (verdict != null) {
      noWork++;
      if (idle.size() < NAMED && shape.names().contains(verdict.type())) {
        idle.add(verdict);
      }
    }
  }
}
