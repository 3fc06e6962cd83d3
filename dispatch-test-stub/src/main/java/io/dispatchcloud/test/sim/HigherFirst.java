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
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Nothing new is locked while something of a higher priority waits that could run wherever it can
 * (SCH-2): bounded, for the store may fail, and a dispatcher may be new.
 */
final class HigherFirst extends Checker {
  private static final long PATIENCE = Duration.ofMinutes(5).toNanos();
  private static final long CALLS_TAKE = Duration.ofMinutes(3).toNanos();
  private static final int WINDOW = 2_000;

  private final Function<ContainerSpec, List<String>> types;
  // Never attempted yet, in an order that is always the same.
  private final TreeMap<ContainerId, Waiting> waiting = new TreeMap<>();
  private final Map<String, Long> activeSince = new HashMap<>();

  private static final class Waiting {
    private final ContainerSpec spec;
    private final List<String> types;
    private long priority;
    private long since;
    private boolean changed;
    private long failedAt = -PATIENCE;

    Waiting(ContainerSpec spec, List<String> types, long since) {
      this.spec = spec;
      this.types = types;
      this.priority = spec.priority();
      this.since = since;
    }
  }

  private @Nullable ContainerId next;
  private boolean sampled;
  private final Map<ContainerId, Waiting> all = new HashMap<>();
  private final Set<ContainerId> deleted = new HashSet<>();

  HigherFirst(Bench bench, Function<ContainerSpec, List<String>> types) {
    super(bench);
    this.types = types;
  }

  @Override
  String sampled() {
    return sampled ? "SCH-2" : "";
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
    if (after.state() == ContainerState.LOCKED && settled) {
      check(after, by);
    }
  }

  private void check(Container locked, String by) {
    Waiting lower = all.get(locked.id());
    if (lower == null || (lower.changed && now() - lower.since < PATIENCE)) {
      // Somebody has just changed it, which the dispatcher may not know yet.
      return;
    }
    if (waiting.size() <= WINDOW) {
      waiting.values().forEach(higher -> compare(higher, lower, locked, by));
    } else {
      sampled = true;
      compareWindow(lower, locked, by);
    }
  }

  /** Of many, some at a time, and others the next time. */
  private void compareWindow(Waiting lower, Container locked, String by) {
    NavigableMap<ContainerId, Waiting> rest = next == null ? waiting : waiting.tailMap(next, true);
    next = null;
    int looked = 0;
    for (Map.Entry<ContainerId, Waiting> each : rest.entrySet()) {
      if (looked++ == WINDOW) {
        next = each.getKey();
        return;
      }
      compare(each.getValue(), lower, locked, by);
    }
  }

  private void compare(Waiting higher, Waiting lower, Container locked, String by) {
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
        && small.ram() <= large.ram()
        && small.cacheRam() <= large.cacheRam()
        && small.tmp() <= large.tmp()
        && small.imageSize() <= large.imageSize()
        && small.cacheDisk() <= large.cacheDisk()
        && small.gpu().deviceCount() <= large.gpu().deviceCount()
        && small.gpu().vram() <= large.gpu().vram();
  }
}
