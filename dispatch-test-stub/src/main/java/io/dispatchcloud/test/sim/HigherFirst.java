package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.DispatcherState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Nothing new is locked while something of a higher priority waits that could run wherever it can
 * (SCH-2): bounded, for the store may fail, and a dispatcher may be new.
 */
final class HigherFirst extends Checker {
  private static final long PATIENCE = Duration.ofMinutes(5).toNanos();
  private static final long CALLS_TAKE = Duration.ofMinutes(3).toNanos();
  private static final int LARGE = 2_000;

  private final Function<ContainerSpec, Set<String>> types;
  // Never attempted yet, in an order that is always the same.
  private final Map<ContainerId, Waiting> waiting = new TreeMap<>();
  private final Map<String, Long> activeSince = new HashMap<>();

  private static final class Waiting {
    private final ContainerSpec spec;
    private final Set<String> types;
    private long priority;
    private long since;
    private boolean changed;
    private long failedAt = -PATIENCE;

    Waiting(ContainerSpec spec, Set<String> types, long since) {
      this.spec = spec;
      this.types = types;
      this.priority = spec.priority();
      this.since = since;
    }
  }

  private final Map<ContainerId, Waiting> all = new HashMap<>();
  private final Set<ContainerId> deleted = new HashSet<>();

  HigherFirst(Bench bench, Function<ContainerSpec, Set<String>> types) {
    super(bench);
    this.types = types;
  }

  @Override
  public void submitted(SimulatedContainer container) {
    ContainerSpec spec = container.spec();
    Waiting entry = new Waiting(spec, types.apply(spec), now());
    all.put(spec.id(), entry);
    waiting.put(spec.id(), entry);
  }

  @Override
  public void storeFailed(ContainerId id) {
    Waiting entry = waiting.get(id);
    if (entry != null) {
      entry.failedAt = now();
    }
  }

  @Override
  public void published(String by, DispatcherSnapshot snapshot) {
    if (snapshot.state() == DispatcherState.ACTIVE) {
      activeSince.putIfAbsent(by, now());
      judgeSuspicions(by);
    }
  }

  @Override
  public void deleted(ContainerId id) {
    deleted.add(id);
    waiting.remove(id);
  }

  @Override
  public void changed(Container after, String by) {
    Waiting entry = all.get(after.id());
    if (entry != null && by.equals("user")) {
      entry.priority = after.priority();
      entry.changed = true;
      entry.since = now();
    }
    if (after.state() != ContainerState.QUEUED) {
      waiting.remove(after.id());
    }
    boolean settled = now() - activeSince.getOrDefault(by, now()) > PATIENCE;
    if (after.state() == ContainerState.LOCKED && settled && waiting.size() < LARGE) {
      check(after, by);
    }
  }

  private void check(Container locked, String by) {
    Waiting lower = all.get(locked.id());
    if (lower == null || (lower.changed && now() - lower.since < PATIENCE)) {
      // Somebody has just changed it, which the dispatcher may not know yet.
      return;
    }
    for (Waiting higher : waiting.values()) {
      if (higher.priority > locked.priority()
          && now() - higher.since > PATIENCE
          && higher.spec.supervisor() == lower.spec.supervisor()
          && couldRunInstead(higher, lower)) {
        String text =
            "%s locks %s of priority %d, and %s of priority %d waits since %s"
                .formatted(
                    by,
                    locked.id(),
                    locked.priority(),
                    higher.spec.id(),
                    higher.priority,
                    Duration.ofNanos(higher.since));
        suspicions.add(new Suspicion(now(), by, higher, higher.priority, text));
      }
    }
  }

  /** What was passed over may be locked in the same pass, only that its call takes longer. */
  private record Suspicion(long at, String by, Waiting higher, long priority, String text) {}

  private final ArrayDeque<Suspicion> suspicions = new ArrayDeque<>();

  private void judgeSuspicions(String by) {
    while (!suspicions.isEmpty() && now() - suspicions.getFirst().at() > CALLS_TAKE) {
      Suspicion old = suspicions.removeFirst();
      boolean waits = waiting.containsKey(old.higher().spec.id());
      boolean same = old.higher().priority == old.priority() && old.by().equals(by);
      // Its own lock failed, and what was free was taken meanwhile.
      boolean failed = old.higher().failedAt > old.at() - CALLS_TAKE;
      if (waits && same && !failed) {
        broken("SCH-2", old.text());
      }
    }
  }

  private static boolean couldRunInstead(Waiting higher, Waiting lower) {
    Needs small = higher.spec.needs();
    Needs large = lower.spec.needs();
    return higher.types.containsAll(lower.types)
        && (small.vcpus() == 0) == (large.vcpus() == 0)
        && small.vcpus() <= large.vcpus()
        && small.ram() <= large.ram();
  }
}
