package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.core.Explanation.PlaceVerdict;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.PlaceReason;
import io.dispatchcloud.core.PlaceReason.Cause;
import io.dispatchcloud.core.Shortage;
import io.dispatchcloud.core.Shortage.Resource;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.core.sizing.Resources;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what instances are to containers. */
final class PlaceJudge {
  private PlaceJudge() {}

  /** What one that is given no work is to anyone; null if it is given work. */
  static @Nullable PlaceVerdict withoutWork(WorkerView worker) {
    if (worker.type() == null) {
      return new PlaceVerdict(worker.id(), "", new PlaceReason.NoWork(Cause.UNKNOWN_TYPE));
    } else if (Stock.takesWork(worker)) {
      return null;
    }
    return new PlaceVerdict(
        worker.id(), worker.type().name(), new PlaceReason.NoWork(cause(worker)));
  }

  private static Cause cause(WorkerView worker) {
    if (worker.state() == WorkerState.SHUTDOWN) {
      return Cause.SHUTTING_DOWN;
    } else if (worker.behavior() == IdleBehavior.HOLD) {
      return Cause.HELD;
    }
    return worker.behavior() == IdleBehavior.DRAIN ? Cause.DRAINED : Cause.UNHEALTHY;
  }

  /**
   * What a place is to a container.
   *
   * @param best the place that was chosen, or {@link Rooms#NONE}
   */
  static PlaceVerdict verdict(Places there, int place, Shape shape, int best) {
    return new PlaceVerdict(
        there.id(place), there.type(place).type.name(), reason(there, place, shape, best));
  }

  private static PlaceReason reason(Places there, int place, Shape shape, int best) {
    if (place == best) {
      return new PlaceReason.Chosen(there.containers(place), there.isReady(place));
    } else if (!shape.mayUse(there.type(place))) {
      return new PlaceReason.OtherType();
    } else if (there.isFull(place)) {
      return new PlaceReason.Full(there.containers(place), there.containersMax());
    }
    Resources left = there.left(place);
    if (left.holds(shape.needed)) {
      return new PlaceReason.WouldDo(there.containers(place), there.isReady(place));
    }
    return left.ram() == Long.MIN_VALUE
        ? new PlaceReason.UnknownNeeds()
        : new PlaceReason.NoRoom(shortages(left, shape.needed));
  }

  /** All needs that are not met. */
  private static List<Shortage> shortages(Resources left, Resources needed) {
    List<Shortage> all = new ArrayList<>(1);
    add(all, Resource.VCPUS, needed.milliCpus(), left.milliCpus());
    add(all, Resource.RAM, needed.ram(), left.ram());
    add(all, Resource.SCRATCH, needed.scratch(), left.scratch());
    add(all, Resource.GPUS, needed.gpus(), left.gpus());
    add(all, Resource.VRAM, needed.vram(), left.vram());
    return all;
  }

  /** The same as one figure, without writing anything down: the largest part that is lacking. */
  static double lackingPart(Resources left, Resources needed) {
    double part = part(needed.milliCpus(), left.milliCpus());
    part = Math.max(part, part(needed.ram(), left.ram()));
    part = Math.max(part, part(needed.scratch(), left.scratch()));
    part = Math.max(part, part(needed.gpus(), left.gpus()));
    return Math.max(part, part(needed.vram(), left.vram()));
  }

  private static double part(long needed, long left) {
    if (needed <= left) {
      return 0;
    }
    return left <= 0 ? 1 : (double) (needed - left) / needed;
  }

  private static void add(List<Shortage> all, Resource resource, long needed, long left) {
    if (needed > left) {
      all.add(new Shortage(resource, needed, left));
    }
  }
}
