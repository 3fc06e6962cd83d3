package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.core.sizing.Resources;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The instances that work can be put on, as they stand before a pass, with all that is on them. It
 * stays as it is: passes work on {@link Places}, which begin as a copy. A place is a number:
 * instances by id, then those that are being created.
 */
final class Stock {
  private static final Comparator<WorkerView> BY_ID =
      Comparator.comparing(WorkerView::id, Comparator.nullsLast(Comparator.naturalOrder()));

  final int containersMax;
  final Types.Known[] types;
  final @Nullable InstanceId[] ids;
  final BitSet ready = new BitSet();
  final BitSet used = new BitSet();
  final Rooms rooms;
  // Only until the trees are made: whoever comes later knows the places.
  private Map<InstanceId, Integer> byId = new HashMap<>();
  private final Types known;
  private int[] readyTrees = {};
  private int[] otherTrees = {};
  private Resources least = Resources.NONE;

  /** All that can take work. The rest counts elsewhere. */
  Stock(List<WorkerView> workers, Types known, int containersMax) {
    this.known = known;
    this.containersMax = containersMax;
    this.rooms = new Rooms(workers.size());
    Types.Known[] typeOf = new Types.Known[workers.size()];
    @Nullable InstanceId[] idOf = new InstanceId[workers.size()];
    for (WorkerView worker : sorted(workers)) {
      if (worker.type() != null && takesWork(worker)) {
        Types.Known type = known.of(worker.type());
        int place = rooms.add(type.resources);
        typeOf[place] = type;
        idOf[place] = worker.id();
        ready.set(place, worker.state().isReady());
        if (worker.id() != null) {
          byId.put(worker.id(), place);
        }
      }
    }
    types = typeOf;
    ids = idOf;
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

  /** Whether another list of workers comes to the same stock. */
  @SuppressWarnings("ReferenceEquality") // only a short cut: the pool tells of no change so
  static boolean alike(List<WorkerView> some, List<WorkerView> others) {
    if (some == others) {
      return true;
    }
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      if (!alike(some.get(i), others.get(i))) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // another object is another stock: no harm
  private static boolean alike(WorkerView one, WorkerView other) {
    return one == other
        || (one.type() == other.type()
            && one.state().isReady() == other.state().isReady()
            && takesWork(one) == takesWork(other)
            && (one.id() == other.id() || (one.id() != null && one.id().equals(other.id()))));
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
    byId = Map.of();
    int[] ranks = known.ranks();
    for (int place = 0; place < rooms.size(); place++) {
      rooms.rank(place, ranks[types[place].number]);
    }
    Beds beds = new Beds(known.size());
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
    readyTrees = new int[known.size()];
    otherTrees = new int[known.size()];
    for (int type = 0; type < known.size(); type++) {
      readyTrees[type] = beds.tree(rooms, 2 * type);
      otherTrees[type] = beds.tree(rooms, 2 * type + 1);
    }
  }

  private int bed(int place) {
    return 2 * types[place].number + (ready.get(place) ? 0 : 1);
  }

  private boolean isUseful(int place) {
    boolean full = containersMax > 0 && rooms.containers(place) >= containersMax;
    return !full && rooms.holds(place, least);
  }

  /** Whether the trees are right for these types and the least that is needed. */
  boolean isPlantedFor(Resources leastNeeded) {
    return readyTrees.length == known.size() && least.equals(leastNeeded);
  }

  Resources least() {
    return least;
  }

  /** The rank of every type by now. */
  int[] ranks() {
    return known.ranks();
  }

  int typeCount() {
    return readyTrees.length;
  }

  int tree(int type, boolean isReady) {
    return isReady ? readyTrees[type] : otherTrees[type];
  }
}
