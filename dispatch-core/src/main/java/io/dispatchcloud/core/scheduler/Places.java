package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.core.sizing.Resources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The places of a {@link Stock} during one pass, and those that the pass plans to create. The best
 * place for a container (SCH-4) is found by one look into the tree of each type that would do, of
 * those that are ready and then of the others.
 */
final class Places {
  private final Stock stock;
  private final Rooms rooms;
  private final int known;
  private final List<Types.Known> plannedTypes = new ArrayList<>();
  private final BitSet used;
  private final int[] ranks;
  private final Grove[] readyGroves;
  private final Grove[] otherGroves;
  private long added;

  /**
   * Places to put something on.
   *
   * @param stock what there is
   * @param once whether it is used for this only, and may change: a copy is saved
   */
  Places(Stock stock, boolean once) {
    this.stock = stock;
    this.rooms = once ? stock.rooms : new Rooms(stock.rooms);
    this.known = rooms.size();
    this.used = (BitSet) stock.used.clone();
    this.ranks = stock.ranks();
    this.readyGroves = groves(true);
    this.otherGroves = groves(false);
  }

  private Grove[] groves(boolean ready) {
    Grove[] groves = new Grove[stock.typeCount()];
    Arrays.setAll(groves, type -> new Grove(rooms, stock.tree(type, ready)));
    return groves;
  }

  /** Whether a place has as many containers as one may have (ROOM-3). */
  boolean isFull(int place) {
    return stock.containersMax > 0 && rooms.containers(place) >= stock.containersMax;
  }

  /** How many containers a place may have; 0 for any number. */
  int containersMax() {
    return stock.containersMax;
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
  int best(Seeker seeker) {
    seeker.seek();
    if (!seeker.noReadyPlace) {
      int place = best(seeker, true);
      if (place != Rooms.NONE) {
        return place;
      }
      seeker.noReadyPlace = true;
    }
    if (seeker.noOtherPlaceAt != added) {
      int place = best(seeker, false);
      if (place != Rooms.NONE) {
        return place;
      }
      seeker.noOtherPlaceAt = added;
    }
    return Rooms.NONE;
  }

  private int best(Seeker seeker, boolean isReady) {
    Grove[] groves = isReady ? readyGroves : otherGroves;
    Types.Known[] types = seeker.shape.types;
    int best = Rooms.NONE;
    for (int i = 0; i < types.length; i++) {
      int found = groves[types[i].number].first(seeker.shape.needed, seeker.cursor(i, isReady));
      if (found != Rooms.NONE && (best == Rooms.NONE || rooms.before(found, best))) {
        best = found;
      }
    }
    return best;
  }

  /** Puts a container on a place that was found for it. */
  void put(int place, Resources needed) {
    Grove grove = (isReady(place) ? readyGroves : otherGroves)[type(place).number];
    grove.remove(place);
    rooms.take(place, needed);
    used.set(place);
    if (!isFull(place) && rooms.holds(place, stock.least())) {
      grove.insert(place);
    }
  }

  /** Plans one more instance, with a container on it. */
  void plan(Types.Known type, Resources needed) {
    // Most planned instances are full at once, and nothing need be kept of them.
    if (stock.containersMax == 1 || !type.resources.holdsBoth(needed, stock.least())) {
      return;
    }
    int place = rooms.add(type.resources);
    rooms.rank(place, ranks[type.number]);
    plannedTypes.add(type);
    rooms.take(place, needed);
    otherGroves[type.number].add(place);
    added++;
  }

  boolean isReady(int place) {
    return place < known && stock.ready.get(place);
  }

  @Nullable InstanceId id(int place) {
    return place < known ? stock.ids[place] : null;
  }

  Types.Known type(int place) {
    return place < known ? stock.types[place] : plannedTypes.get(place - known);
  }

  /** The instances on which nothing is, runs or was put. */
  List<InstanceId> unused() {
    List<InstanceId> unused = new ArrayList<>();
    for (int place = 0; place < known; place++) {
      InstanceId id = stock.ids[place];
      if (id != null && !used.get(place)) {
        unused.add(id);
      }
    }
    return unused;
  }
}
