package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.core.sizing.Resources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The instances that work can be put on. The best place for a container (SCH-4) is found by one
 * look into the tree of each type that would do, of those that are ready and then of the others. A
 * place is a number: instances by id, then those that are being created or only planned.
 */
final class Places {
  private static final Comparator<WorkerView> BY_ID =
      Comparator.comparing(WorkerView::id, Comparator.nullsLast(Comparator.naturalOrder()));

  private final Types types;
  private final int containersMax;
  private final Rooms rooms;
  private final List<Types.Known> typeOf = new ArrayList<>();
  private final List<@Nullable InstanceId> ids = new ArrayList<>();
  private final BitSet ready = new BitSet();
  private final BitSet used = new BitSet();
  private final Map<InstanceId, Integer> byId = new HashMap<>();
  private int[] ranks = {};
  private Grove[] readyGroves = {};
  private Grove[] otherGroves = {};
  private Resources least = Resources.NONE;
  private long added;

  /** All that can take work. The rest counts elsewhere. */
  Places(List<WorkerView> workers, Types types, int containersMax) {
    this.types = types;
    this.containersMax = containersMax;
    this.rooms = new Rooms(workers.size());
    for (WorkerView worker : sorted(workers)) {
      if (worker.type() != null && takesWork(worker)) {
        Types.Known type = types.of(worker.type());
        int place = add(worker.id(), type);
        ready.set(place, worker.state().isReady());
        if (worker.id() != null) {
          byId.put(worker.id(), place);
        }
      }
    }
  }

  /** Whether an instance is given work at all. */
  static boolean takesWork(WorkerView worker) {
    return worker.healthy()
        && worker.behavior() == IdleBehavior.RUN
        && worker.state() != WorkerState.SHUTDOWN;
  }

  /** By id, then those without one as they came. The pool lists them so: one look makes sure. */
  private static List<WorkerView> sorted(List<WorkerView> workers) {
    for (int i = 1; i < workers.size(); i++) {
      if (BY_ID.compare(workers.get(i - 1), workers.get(i)) > 0) {
        return sort(workers);
      }
    }
    return workers;
  }

  private static List<WorkerView> sort(List<WorkerView> workers) {
    List<WorkerView> named = workers.stream().filter(worker -> worker.id() != null).toList();
    int[] order = Radix.indexes(named.size());
    Radix.sortByText(order, 0, order.length, i -> String.valueOf(named.get(i).id()));
    return Stream.concat(
            IntStream.of(order).mapToObj(named::get),
            workers.stream().filter(worker -> worker.id() == null))
        .toList();
  }

  private int add(@Nullable InstanceId id, Types.Known type) {
    int place = rooms.add(type.resources);
    typeOf.add(type);
    ids.add(id);
    return place;
  }

  /** Says that a container may run on an instance; null for one whose needs nobody knows. */
  void occupy(InstanceId instance, @Nullable Resources needed) {
    Integer place = byId.get(instance);
    if (place == null) {
      return;
    }
    used.set(place);
    if (needed == null) {
      rooms.takeAll(place);
    } else {
      rooms.take(place, needed);
    }
  }

  /**
   * Makes the trees, once all that runs is on its place and all types are known.
   *
   * @param leastNeeded what has less left than this is of no use to anyone
   */
  void plant(Resources leastNeeded) {
    least = leastNeeded;
    ranks = types.ranks();
    readyGroves = groves();
    otherGroves = groves();
    Beds beds = new Beds(types.size());
    for (int place = 0; place < rooms.size(); place++) {
      if (isUseful(place)) {
        beds.count(bed(place), rooms.containers(place));
      }
    }
    beds.divide();
    for (int place = 0; place < rooms.size(); place++) {
      if (isUseful(place)) {
        beds.put(bed(place), rooms.containers(place), place);
      }
    }
    for (int type = 0; type < types.size(); type++) {
      readyGroves[type].plant(beds.tree(rooms, 2 * type));
      otherGroves[type].plant(beds.tree(rooms, 2 * type + 1));
    }
  }

  private Grove[] groves() {
    Grove[] groves = new Grove[types.size()];
    Arrays.setAll(groves, i -> new Grove(rooms));
    return groves;
  }

  private int bed(int place) {
    return 2 * typeOf.get(place).number + (ready.get(place) ? 0 : 1);
  }

  private boolean isUseful(int place) {
    return !isFull(place) && rooms.holds(place, least);
  }

  /** Whether a place has as many containers as one may have (ROOM-3). */
  boolean isFull(int place) {
    return containersMax > 0 && rooms.containers(place) >= containersMax;
  }

  int size() {
    return rooms.size();
  }

  Resources left(int place) {
    return rooms.left(place);
  }

  int containers(int place) {
    return rooms.containers(place);
  }

  /** The best place for a container, or {@link Rooms#NONE}. */
  int best(Shape shape) {
    shape.seek();
    if (!shape.noReadyPlace) {
      int place = best(shape, true);
      if (place != Rooms.NONE) {
        return place;
      }
      shape.noReadyPlace = true;
    }
    if (shape.noOtherPlaceAt != added) {
      int place = best(shape, false);
      if (place != Rooms.NONE) {
        return place;
      }
      shape.noOtherPlaceAt = added;
    }
    return Rooms.NONE;
  }

  private int best(Shape shape, boolean isReady) {
    Grove[] groves = isReady ? readyGroves : otherGroves;
    int best = Rooms.NONE;
    for (int i = 0; i < shape.types.length; i++) {
      Grove grove = groves[shape.types[i].number];
      int found = grove.first(shape.needed, shape.cursor(i, isReady));
      if (found != Rooms.NONE && (best == Rooms.NONE || isBetter(found, best))) {
        best = found;
      }
    }
    return best;
  }

  private boolean isBetter(int one, int other) {
    if (rooms.containers(one) != rooms.containers(other)) {
      return rooms.containers(one) > rooms.containers(other);
    }
    int rank = ranks[typeOf.get(one).number];
    int otherRank = ranks[typeOf.get(other).number];
    return rank != otherRank ? rank < otherRank : one < other;
  }

  /** Puts a container on a place that was found for it. */
  void put(int place, Resources needed) {
    int type = typeOf.get(place).number;
    Grove grove = (ready.get(place) ? readyGroves : otherGroves)[type];
    grove.remove(place);
    rooms.take(place, needed);
    used.set(place);
    if (isUseful(place)) {
      grove.insert(place);
    }
  }

  /** Plans one more instance, with a container on it. */
  void plan(Types.Known type, Resources needed) {
    // Most planned instances are full at once, and nothing need be kept of them.
    if (containersMax == 1 || !type.resources.minus(needed).holds(least)) {
      return;
    }
    int place = add(null, type);
    rooms.take(place, needed);
    otherGroves[type.number].add(place);
    added++;
  }

  boolean isReady(int place) {
    return ready.get(place);
  }

  @Nullable InstanceId id(int place) {
    return ids.get(place);
  }

  Types.Known type(int place) {
    return typeOf.get(place);
  }

  /** The instances on which nothing is, runs or was put. */
  List<InstanceId> unused() {
    List<InstanceId> unused = new ArrayList<>();
    for (int place = 0; place < rooms.size(); place++) {
      InstanceId id = ids.get(place);
      if (id != null && !used.get(place)) {
        unused.add(id);
      }
    }
    return unused;
  }
}
