package io.dispatchcloud.core;

import io.dispatchcloud.api.container.ContainerId;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last decisions about each container that differed: the last 20 of each container in the
 * queue, and of the last 10,000 that have left it. It learns of them from snapshots, as often as
 * somebody has it look. One thread has it look at a time; asked on any thread.
 */
public final class DecisionHistory {
  static final int DECISIONS = 20;
  static final int ENDED = 10_000;

  private final Map<ContainerId, Decision[]> decisions = new ConcurrentHashMap<>();
  // Of containers that have left the queue, the oldest first.
  private final LinkedHashMap<ContainerId, Boolean> ended = new LinkedHashMap<>();

  /** A history of nothing yet. */
  public DecisionHistory() {}

  /**
   * Takes in what a pass decided. Looks at each container once.
   *
   * @param snapshot what was published after it, newer than all before
   */
  public void look(DispatcherSnapshot snapshot) {
    Set<ContainerId> left = new HashSet<>(decisions.keySet());
    int turn = 0;
    for (ContainerView view : snapshot.containers()) {
      turn++;
      ContainerId id = view.container().id();
      if (!left.remove(id)) {
        decisions.put(id, new Decision[] {decision(snapshot.at(), turn, view)});
        continue;
      }
      ended.remove(id);
      Decision[] before = decisions.getOrDefault(id, new Decision[0]);
      if (before.length == 0 || differ(before[before.length - 1].status(), view.status())) {
        decisions.put(id, with(before, decision(snapshot.at(), turn, view)));
      }
    }
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

  private static Decision decision(Instant at, int turn, ContainerView view) {
    return new Decision(at, turn, view.status());
  }

  private static Decision[] with(Decision[] before, Decision next) {
    int kept = Math.min(before.length, DECISIONS - 1);
    Decision[] all = Arrays.copyOfRange(before, before.length - kept, before.length + 1);
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

  /**
   * What is known of a container.
   *
   * @param id which container
   * @return its last decisions, oldest first; empty if nothing is known of it
   */
  public List<Decision> of(ContainerId id) {
    Decision[] known = decisions.get(id);
    return known == null ? List.of() : List.of(known);
  }
}
