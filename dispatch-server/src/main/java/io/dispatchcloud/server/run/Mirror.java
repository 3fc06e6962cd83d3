package io.dispatchcloud.server.run;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.queue.jdbc.JdbcController;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The containers of a store that only this process changes, to be looked at often: those that were
 * changed are read again, and no others. Thread-safe.
 */
final class Mirror {
  private static final int AT_A_TIME = 1_000;

  private final JdbcController store;
  private final Map<ContainerId, Container> seen = new ConcurrentHashMap<>();
  private final Map<ContainerId, BigDecimal> costs = new ConcurrentHashMap<>();
  private final Set<ContainerId> changed = ConcurrentHashMap.newKeySet();

  Mirror(JdbcController store, Collection<ContainerId> ids) {
    this.store = store;
    changed.addAll(ids);
  }

  /** Takes note that a call with these arguments was made, whatever came of it. */
  void called(Object[] arguments) {
    for (Object each : arguments) {
      if (each instanceof ContainerId id) {
        changed.add(id);
      } else if (each instanceof Attempt attempt) {
        changed.add(attempt.container());
      }
    }
  }

  /** Reads all that had not ended, too: a call that ended one may not have come back yet. */
  void refreshUnfinished() throws ControllerException {
    for (Container each : seen.values()) {
      if (!each.state().isFinal()) {
        changed.add(each.id());
      }
    }
    refresh();
  }

  /** Reads what was changed. */
  void refresh() throws ControllerException {
    List<ContainerId> stale = new ArrayList<>(changed);
    for (int from = 0; from < stale.size(); from += AT_A_TIME) {
      List<ContainerId> some = stale.subList(from, Math.min(from + AT_A_TIME, stale.size()));
      // Before it is read: what changes meanwhile is read again.
      some.forEach(changed::remove);
      boolean read = false;
      try {
        store.byId(some).forEach(each -> seen.put(each.id(), each));
        costs.putAll(store.costs(some));
        read = true;
      } finally {
        if (!read) {
          changed.addAll(some);
        }
      }
    }
  }

  /** As it was when it was read last. */
  Optional<Container> find(ContainerId id) {
    return Optional.ofNullable(seen.get(id));
  }

  /** What its attempts had cost when it was read last: those that had ended. */
  BigDecimal cost(ContainerId id) {
    return costs.getOrDefault(id, BigDecimal.ZERO);
  }

  /** All of them, in no order. */
  Collection<Container> all() {
    return seen.values();
  }
}
