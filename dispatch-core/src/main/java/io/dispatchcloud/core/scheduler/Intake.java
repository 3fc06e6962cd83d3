package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.pool.RunView;
import io.dispatchcloud.core.sizing.Resources;
import io.dispatchcloud.core.sizing.Sizer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a pass wants to know of each container, gathered in one walk over the queue: the queue is
 * large and lies all over the memory, so each entry is looked at once, and what follows works on
 * plain arrays.
 */
final class Intake {
  private static final int BLOCK = 64;
  private static final byte LOCKED = 1;
  private static final byte SUPERVISOR = 2;

  /** What there is to decide about a container. */
  enum Kind {
    /** Nothing: it runs. */
    RUNNING,
    /** Nothing: it is locked and starts, or has started (SCH-3). */
    STARTED,
    /** Nothing: it has ended. */
    FINISHED,
    /** Nothing: its priority is below 1. */
    ON_HOLD,
    /** Nothing yet: an earlier attempt may still run. */
    EXITING,
    /** Whether to cancel it. */
    NOTHING_FITS,
    /** Where to put it. */
    WAITING
  }

  private final QueueEntry[] entries;
  private final Kind[] kinds;
  private final byte[] flags;
  private final @Nullable Shape[] shapeOf;
  private final Types types;
  private final Shapes shapes;
  private final Places places;
  private final QueueOrder queueOrder;
  private final Sizer sizer;
  private final Map<ContainerId, List<RunView>> runs;
  private final int[] order;
  private int withRuns;

  // Only there so that the compiler can't leave out what it adds up.
  @SuppressWarnings("unused")
  private long touched;

  Intake(List<QueueEntry> queue, PoolView pool, Sizer sizer, int containersMax) {
    this.entries = queue.toArray(QueueEntry[]::new);
    this.kinds = new Kind[entries.length];
    this.flags = new byte[entries.length];
    this.shapeOf = new Shape[entries.length];
    this.sizer = sizer;
    this.runs = pool.runs();
    this.types = new Types(pool);
    this.shapes = new Shapes(types);
    this.places = new Places(pool.workers(), types, containersMax);
    this.queueOrder = new QueueOrder(entries);
    for (int begin = 0; begin < entries.length; begin += BLOCK) {
      int end = Math.min(entries.length, begin + BLOCK);
      touch(begin, end);
      for (int index = begin; index < end; index++) {
        look(index, entries[index]);
      }
    }
    if (withRuns < runs.size()) {
      occupyUnknown();
    }
    places.plant(shapes.least());
    this.order = queueOrder.sorted();
  }

  /**
   * Reads what the next few looks will need. Each entry is some objects in a row, and to wait for
   * the memory one by one takes most of the time of a pass; short loops let the processor wait for
   * many at once.
   */
  private void touch(int begin, int end) {
    long sum = 0;
    for (int index = begin; index < end; index++) {
      sum += entries[index].container().priority() + entries[index].firstSeenAt().getEpochSecond();
    }
    for (int index = begin; index < end; index++) {
      sum += entries[index].container().id().hashCode();
    }
    for (int index = begin; index < end; index++) {
      sum += entries[index].container().needs().vcpus();
    }
    touched += sum;
  }

  private void look(int index, QueueEntry entry) {
    Container container = entry.container();
    List<RunView> itsRuns = runs.get(container.id());
    boolean mayRun = false;
    boolean starts = container.instance() != null;
    if (itsRuns != null) {
      withRuns++;
      Resources needed = sizer.resources(container.needs());
      for (RunView run : itsRuns) {
        starts |= run.attempt().number() == container.attempt();
        if (run.phase().mayRun()) {
          mayRun = true;
          places.occupy(run.instance(), needed);
        }
      }
    }
    Kind kind = kind(entry, container, starts, mayRun);
    boolean locked = container.state() == ContainerState.LOCKED;
    kinds[index] = kind;
    flags[index] = (byte) ((locked ? LOCKED : 0) | (container.supervisor() ? SUPERVISOR : 0));
    if (kind == Kind.WAITING) {
      Shape shape = shapes.of(sizer.resources(container.needs()), entry.sizing().types());
      shape.waiting += container.supervisor() ? 0 : 1;
      shapeOf[index] = shape;
    }
    queueOrder.set(
        index, group(container.state(), starts), container.priority(), entry.firstSeenAt());
  }

  private static Kind kind(QueueEntry entry, Container container, boolean starts, boolean mayRun) {
    switch (container.state()) {
      case COMPLETE, CANCELLED -> {
        return Kind.FINISHED;
      }
      case RUNNING -> {
        return Kind.RUNNING;
      }
      case LOCKED -> {
        if (starts) {
          return Kind.STARTED;
        }
      }
      case QUEUED -> {}
    }
    if (container.onHold()) {
      return Kind.ON_HOLD;
    }
    if (mayRun) {
      return Kind.EXITING;
    }
    return entry.sizing().fits() ? Kind.WAITING : Kind.NOTHING_FITS;
  }

  /** What runs, or is starting, first: it counts towards the limits before anything is placed. */
  private static int group(ContainerState state, boolean starts) {
    return switch (state) {
      case RUNNING -> 0;
      case LOCKED -> starts ? 0 : 1;
      case QUEUED -> 2;
      case COMPLETE, CANCELLED -> 3;
    };
  }

  /** What runs without being in the queue: nobody knows what it needs (ROOM-1). */
  private void occupyUnknown() {
    Set<ContainerId> known = new HashSet<>();
    for (QueueEntry entry : entries) {
      if (runs.containsKey(entry.container().id())) {
        known.add(entry.container().id());
      }
    }
    runs.forEach(
        (id, itsRuns) -> {
          if (!known.contains(id)) {
            itsRuns.stream()
                .filter(run -> run.phase().mayRun())
                .forEach(run -> places.occupy(run.instance(), null));
          }
        });
  }

  int[] order() {
    return order;
  }

  Places places() {
    return places;
  }

  Statuses statuses() {
    return new Statuses(entries, order, shapeOf, types);
  }

  QueueEntry entry(int index) {
    return entries[index];
  }

  Kind kind(int index) {
    return kinds[index];
  }

  boolean isLocked(int index) {
    return (flags[index] & LOCKED) != 0;
  }

  boolean isSupervisor(int index) {
    return (flags[index] & SUPERVISOR) != 0;
  }

  int shapes() {
    return shapes.size();
  }

  /** The shape of one that waits; null for any other. */
  @Nullable Shape shapeOrNull(int index) {
    return shapeOf[index];
  }

  /** The shape of one that waits. */
  Shape shape(int index) {
    Shape shape = shapeOf[index];
    if (shape == null) {
      throw new IllegalStateException(entries[index].container().id() + " does not wait");
    }
    return shape;
  }
}
