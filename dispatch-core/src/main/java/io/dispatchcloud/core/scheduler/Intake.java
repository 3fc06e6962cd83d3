package io.dispatchcloud.core.scheduler;

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.pool.RunView;
import io.dispatchcloud.core.scheduler.Ledger.Kind;
import io.dispatchcloud.core.sizing.Resources;
import io.dispatchcloud.core.sizing.Sizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads queues into ledgers: the first in one walk over all of it, and each later one from the
 * ledger before and what has changed since, unless that is much. Both ways come to the same.
 */
final class Intake {
  private static final int BLOCK = 64;
  // More than a few, and more than one in so many, changed: a walk over all is as fast.
  private static final int FEW = 8;
  private static final int MANY = 16;
  private static final int FEW_SHAPES = 1_024;

  private final Sizer sizer;
  private final Budgets budgets;
  private final Types types;
  private final Shapes shapes;
  // What each container needs that has runs: the others on an instance nobody knows (ROOM-1).
  private final Map<ContainerId, Resources> occupants = new HashMap<>();
  private final Interner<Resources> amounts = Interners.newWeakInterner();
  private final Positions positions = new Positions();
  private Map<ContainerId, List<RunView>> runs = Map.of();
  private Sieve sieve = Sieve.ALL;
  private @Nullable Ledger last;
  private boolean occupantsChanged;
  private int living;

  // Only there so that the compiler can't leave out what it adds up.
  @SuppressWarnings("unused")
  private long touched;

  Intake(Sizer sizer, Budgets budgets, Types types, Shapes shapes) {
    this.sizer = sizer;
    this.budgets = budgets;
    this.types = types;
    this.shapes = shapes;
  }

  /** Reads a queue, beside what is on the instances. */
  Ledger read(List<QueueEntry> queue, Map<ContainerId, List<RunView>> newRuns) {
    Object[] entries = queue.toArray();
    Set<ContainerId> elsewhere = RunChanges.between(runs, newRuns);
    runs = newRuns;
    occupantsChanged = !elsewhere.isEmpty();
    // Should this fail half way, the next read must not build on what is half changed.
    Ledger before = last;
    last = null;
    Ledger next = before == null ? null : update(before, entries, elsewhere);
    if (next == null) {
      next = readAll(entries);
    }
    last = next;
    return next;
  }

  /** Whether what is on the instances is not what it was at the read before. */
  boolean occupantsChanged() {
    return occupantsChanged;
  }

  /** Whether most of what was ever met has no container any more: time to begin anew. */
  boolean isMostlyGone() {
    int containers = last == null ? 0 : last.size();
    return (shapes.size() > FEW_SHAPES && shapes.size() > 2 * living)
        || (shapes.questions() > FEW_SHAPES && shapes.questions() > 2 * containers);
  }

  Types types() {
    return types;
  }

  Shapes shapes() {
    return shapes;
  }

  /** What a container on an instance needs; null if it is not in the queue. */
  @Nullable Resources occupant(ContainerId id) {
    return occupants.get(id);
  }

  private Ledger readAll(Object[] entries) {
    Ledger ledger = new Ledger(entries);
    QueueOrder queueOrder = new QueueOrder(ledger);
    sieve = Sieve.of(runs.keySet());
    occupants.clear();
    occupantsChanged = true;
    positions.forget();
    for (int begin = 0; begin < entries.length; begin += BLOCK) {
      int end = Math.min(entries.length, begin + BLOCK);
      touch(entries, begin, end);
      for (int index = begin; index < end; index++) {
        QueueEntry entry = (QueueEntry) entries[index];
        look(ledger, index, entry);
        queueOrder.set(index, entry.container().priority(), entry.firstSeenAt());
      }
    }
    ledger.order = queueOrder.sorted();
    return ledger;
  }

  /**
   * Reads what the next few looks will need. Each entry is some objects in a row, and to wait for
   * the memory one by one takes most of the time of a pass; short loops let the processor wait for
   * many at once.
   */
  private void touch(Object[] entries, int begin, int end) {
    long sum = 0;
    for (int index = begin; index < end; index++) {
      Container container = ((QueueEntry) entries[index]).container();
      sum += container.priority() + (container.instance() == null ? 0 : 1);
    }
    for (int index = begin; index < end; index++) {
      sum += ((QueueEntry) entries[index]).firstSeenAt().getEpochSecond();
    }
    for (int index = begin; index < end; index++) {
      sum += ((QueueEntry) entries[index]).container().id().hashCode();
    }
    for (int index = begin; index < end; index++) {
      Needs needs = ((QueueEntry) entries[index]).container().needs();
      // Its first part and its last: an object is longer than what the processor reads at once.
      sum += needs.vcpus() + needs.gpu().deviceCount();
    }
    touched += sum;
  }

  /** The next ledger after another one; null if too much has changed. */
  private @Nullable Ledger update(Ledger before, Object[] entries, Set<ContainerId> elsewhere) {
    int most = Math.max(FEW, entries.length / MANY);
    Difference difference =
        elsewhere.size() > most ? null : before.differenceTo(entries, most - elsewhere.size());
    if (difference == null || !positions.change(difference, before, entries, elsewhere)) {
      return null;
    }
    sieve = Sieve.ALL;
    Ledger ledger = new Ledger(entries, before);
    difference.forEachStretch((from, to, length) -> ledger.copy(before, from, to, length));
    for (int index : difference.gone()) {
      strike(ledger, before, index);
    }
    int[] fresh = difference.fresh();
    for (int index : fresh) {
      look(ledger, index, (QueueEntry) entries[index]);
    }
    ledger.order =
        difference.isNone()
            ? before.order
            : QueueOrder.merged(before.order, difference.movedTo(), fresh, ledger);
    return ledger;
  }

  private void strike(Ledger ledger, Ledger before, int index) {
    ledger.strike(before, index);
    if (Ledger.hasRuns(before.facts[index])) {
      occupants.remove(before.ids[index]);
      occupantsChanged = true;
    }
  }

  private void look(Ledger ledger, int index, QueueEntry entry) {
    Container container = entry.container();
    List<RunView> itsRuns = sieve.mayHold(container.id()) ? runs.get(container.id()) : null;
    boolean mayRun = false;
    boolean starts = container.instance() != null;
    if (itsRuns != null) {
      occupants.put(container.id(), amounts.intern(sizer.resources(container.needs())));
      occupantsChanged = true;
      for (RunView run : itsRuns) {
        starts |= run.attempt().number() == container.attempt();
        mayRun |= run.phase().mayRun();
      }
    }
    Kind kind = kind(entry, container, starts, mayRun);
    int shape = Ledger.NO_SHAPE;
    if (kind == Kind.WAITING) {
      shape = shapes.of(container.needs(), entry.sizing().types(), sizer).number;
    }
    ledger.write(
        index, container, kind, shape, group(container.state(), starts), runs(container, itsRuns));
  }

  private static Ledger.Runs runs(Container container, @Nullable List<RunView> runs) {
    if (runs == null) {
      return Ledger.Runs.NONE;
    }
    boolean asRecorded =
        container.state() == ContainerState.RUNNING
            && !container.onHold()
            && runs.size() == 1
            && runs.get(0).phase() == RunView.Phase.ALIVE
            && runs.get(0).attempt().number() == container.attempt();
    return asRecorded ? Ledger.Runs.AS_RECORDED : Ledger.Runs.SOME;
  }

  private Kind kind(QueueEntry entry, Container container, boolean starts, boolean mayRun) {
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
    if (!entry.sizing().fits()) {
      return Kind.NOTHING_FITS;
    }
    return budgets.isSpentBy(container) ? Kind.BUDGET_SPENT : Kind.WAITING;
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

  /** The least that anything that waits needs, part by part. */
  Resources least(Ledger ledger) {
    long[] least = new long[5];
    Arrays.fill(least, Long.MAX_VALUE);
    living = 0;
    for (int number = 0; number < shapes.size(); number++) {
      if (ledger.remaining(number) > 0) {
        living++;
        Resources needed = shapes.get(number).needed;
        least[0] = Math.min(least[0], needed.milliCpus());
        least[1] = Math.min(least[1], needed.ram());
        least[2] = Math.min(least[2], needed.scratch());
        least[3] = Math.min(least[3], needed.gpus());
        least[4] = Math.min(least[4], needed.vram());
      }
    }
    return new Resources(least[0], least[1], least[2], least[3], least[4]);
  }
}
