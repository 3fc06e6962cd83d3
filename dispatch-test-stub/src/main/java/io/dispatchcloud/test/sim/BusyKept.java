package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * No instance is destroyed while something runs there that somebody wants, or the result of such a
 * thing waits there to be collected, unless it has not answered for long (POOL-14, POOL-20) or an
 * operator ordered it; and what is not ours is not touched at all (SET-5).
 */
final class BusyKept extends Checker {
  // Results wait for a day at the most; a dispatcher's clock may be a bit fast.
  private static final long RESULTS_WAIT =
      Duration.ofHours(24).minus(Duration.ofMinutes(5)).toNanos();

  private final Duration patience;
  private final Map<InstanceId, TreeSet<Attempt>> alive = new TreeMap<>();
  // What waits for somebody who collects it, and since when.
  private final Map<InstanceId, TreeMap<Attempt, Long>> results = new TreeMap<>();
  private final Map<ContainerId, Container> containers = new HashMap<>();
  // Up to which attempt of a container nobody wants what runs.
  private final Map<ContainerId, Long> unwanted = new HashMap<>();
  private final Set<Attempt> orphaned = new HashSet<>();
  private final Set<InstanceId> takenAway = new HashSet<>();
  private final Set<InstanceId> ordered = new HashSet<>();
  private final Set<Attempt> succeeded = new HashSet<>();
  private final Set<String> destroyed = new HashSet<>();
  private final Set<String> suspended = new HashSet<>();
  private String active = "";

  /**
   * A checker.
   *
   * @param patience how long an instance may be silent before it may be destroyed
   */
  BusyKept(Bench bench, Duration patience) {
    super(bench);
    this.patience = patience;
  }

  @Override
  public void started(Attempt attempt, InstanceId where) {
    alive.computeIfAbsent(where, id -> new TreeSet<>()).add(attempt);
  }

  @Override
  public void ended(Attempt attempt, InstanceId where, @Nullable Integer exitStatus) {
    orphaned.remove(attempt);
    TreeSet<Attempt> there = alive.get(where);
    if (there != null) {
      there.remove(attempt);
    }
    if (exitStatus != null && exitStatus == 0) {
      succeeded.add(attempt);
    }
    if (exitStatus != null) {
      results.computeIfAbsent(where, id -> new TreeMap<>()).put(attempt, now());
    }
  }

  @Override
  public void discarded(Attempt attempt, InstanceId where, boolean hadResult) {
    TreeMap<Attempt, Long> there = results.get(where);
    if (there != null) {
      there.remove(attempt);
    }
    succeeded.remove(attempt);
  }

  @Override
  public void orphaned(Attempt attempt) {
    orphaned.add(attempt);
  }

  @Override
  public void changed(Container after, String by) {
    containers.put(after.id(), after);
    // One that was told to end, for its instance was being taken away, has no result.
    if (after.onHold() || after.state() == ContainerState.CANCELLED) {
      unwanted.put(after.id(), after.attempt());
    }
  }

  @Override
  public void deleted(ContainerId id) {
    unwanted.put(id, Long.MAX_VALUE);
  }

  @Override
  public void becameActive(String by) {
    active = by;
  }

  @Override
  public void suspended(String by) {
    suspended.add(by);
  }

  @Override
  public void takenAway(InstanceId id) {
    takenAway.add(id);
  }

  @Override
  public void ordered(InstanceId id) {
    ordered.add(id);
  }

  @Override
  public void gone(InstanceId id) {
    takenAway.remove(id);
    ordered.remove(id);
    alive.remove(id);
    results.remove(id);
  }

  @Override
  public void touched(InstanceId id, boolean ours, String by, boolean destroys, Duration silent) {
    if (!ours) {
      broken("SET-5", by + " touches " + id + ", which is somebody else's");
    }
    // What a destroy has not ended yet is destroyed again and again. And one that was suspended and
    // replaced meanwhile does what it was about to do: providers know no fences.
    boolean replaced = suspended.contains(by) && !by.equals(active);
    boolean excused = silent.compareTo(patience) >= 0 || replaced || ordered.contains(id);
    if (!destroys || !destroyed.add(by + " " + id) || excused) {
      return;
    }
    for (Attempt attempt : alive.getOrDefault(id, new TreeSet<>())) {
      if (isWanted(attempt)) {
        broken(
            "POOL-20",
            by + " destroys " + id + ", silent for " + silent + ", where " + attempt + " runs");
      }
    }
    results
        .getOrDefault(id, new TreeMap<>())
        .forEach((attempt, since) -> keep(by, id, attempt, since));
  }

  private void keep(String by, InstanceId id, Attempt attempt, long since) {
    // What was told to end, because its instance is taken away, has no result that anybody wants.
    boolean givenUp =
        takenAway.contains(id) && isQueued(attempt.container()) && !succeeded.contains(attempt);
    if (!givenUp && isWanted(attempt) && now() - since < RESULTS_WAIT) {
      broken("POOL-20", by + " destroys " + id + ", where the result of " + attempt + " waits");
    }
  }

  private boolean isQueued(ContainerId id) {
    Container container = containers.get(id);
    return container != null && container.state() == ContainerState.QUEUED;
  }

  private boolean isWanted(Attempt attempt) {
    Container container = containers.get(attempt.container());
    return container != null
        && container.attempt() == attempt.number()
        && !container.state().isFinal()
        && attempt.number() > unwanted.getOrDefault(container.id(), -1L)
        && !orphaned.contains(attempt);
  }
}
