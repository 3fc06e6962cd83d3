package io.dispatchcloud.core;

import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.Considerations.Considered;
import io.dispatchcloud.core.Considerations.Facts;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The last decisions about each container that differed: the last 20 of each container in the
 * queue, and of the last 10,000 that have left it. Decisions differ if their statuses do, positions
 * aside. It learns of them from snapshots, as often as somebody has it look: what comes and goes
 * between two looks it never hears of. One thread has it look at a time; asked on any thread.
 *
 * <p>A decision takes some 50 bytes. What was considered is kept beside it, once for all containers
 * that ask for the same and wait at the same time, at most 20,000 times; verdicts about types are
 * made of it only when somebody asks.
 */
public final class DecisionHistory {
  static final int DECISIONS = 20;
  static final int ENDED = 10_000;

  private static final Kept[] NONE = {};

  private final Considerations considerations = new Considerations();
  private final Map<ContainerId, Kept[]> decisions = new ConcurrentHashMap<>();
  // Of containers that have left the queue, the oldest first.
  private final LinkedHashMap<ContainerId, Boolean> ended = new LinkedHashMap<>();

  /** A decision as it is kept. */
  private record Kept(Instant at, int turn, ContainerStatus status, @Nullable Considered why) {
    Decision decision() {
      Facts facts = why == null ? null : why.facts();
      if (why == null || facts == null) {
        return new Decision(at, turn, status);
      }
      return new Decision(
          at,
          turn,
          status,
          facts.prospect().types(why.asked.needs(), why.asked.preemptible()),
          facts.prospect().hindrances(),
          facts.places());
    }
  }

  /** A history of nothing yet. */
  public DecisionHistory() {}

  /**
   * Takes in what a pass decided. Looks at each container once, and at instances only where a
   * decision differs: once for all that ask for the same.
   *
   * @param snapshot what was published after it, newer than all before
   */
  public void look(DispatcherSnapshot snapshot) {
    Set<ContainerId> left = new HashSet<>(decisions.keySet());
    considerations.begin(snapshot);
    int turn = 0;
    for (ContainerView view : snapshot.containers()) {
      turn++;
      ContainerId id = view.container().id();
      if (!left.remove(id)) {
        decisions.put(id, new Kept[] {kept(snapshot.at(), turn, view)});
        continue;
      }
      ended.remove(id);
      Kept[] before = decisions.getOrDefault(id, NONE);
      if (before.length == 0 || differ(before[before.length - 1].status(), view.status())) {
        decisions.put(id, with(before, kept(snapshot.at(), turn, view)));
      }
    }
    considerations.end();
    left.forEach(id -> ended.putIfAbsent(id, true));
    forget();
  }

  private void forget() {
    var oldest = ended.keySet().iterator();
    for (int surplus = ended.size() - ENDED; surplus > 0; surplus--) {
      decisions.remove(oldest.next());
      oldest.remove();
    }
  }

  private Kept kept(Instant at, int turn, ContainerView view) {
    return new Kept(at, turn, view.status(), considerations.of(turn - 1, view));
  }

  private static Kept[] with(Kept[] before, Kept next) {
    int kept = Math.min(before.length, DECISIONS - 1);
    Kept[] all = Arrays.copyOfRange(before, before.length - kept, before.length + 1);
    all[kept] = next;
    return all;
  }

  /** Whether two statuses say something else, whatever the positions in them. */
  private static boolean differ(ContainerStatus before, ContainerStatus now) {
    if (before.getClass() != now.getClass()) {
      return true;
    }
    if (now instanceof ContainerStatus.AtCapacity capacity) {
      return !((ContainerStatus.AtCapacity) before)
          .instanceTypes()
          .equals(capacity.instanceTypes());
    }
    boolean positionAlone =
        now instanceof ContainerStatus.SupervisorLimit
            || now instanceof ContainerStatus.AccountLimit
            || now instanceof ContainerStatus.DispatcherLimit
            || now instanceof ContainerStatus.BudgetReached;
    return !positionAlone && !before.equals(now);
  }

  /** How often what was considered is kept. */
  int considered() {
    return considerations.size();
  }

  /**
   * What is known of a container.
   *
   * @param id which container
   * @return its last decisions, oldest first; empty if nothing is known of it
   */
  public List<Decision> of(ContainerId id) {
    Kept[] known = decisions.get(id);
    return known == null ? List.of() : Arrays.stream(known).map(Kept::decision).toList();
  }
}
