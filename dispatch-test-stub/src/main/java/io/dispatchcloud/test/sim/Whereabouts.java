package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where each container is by the store and by the hosts, and was lately. */
final class Whereabouts implements Witness {
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final Checker.Bench bench;
  private final Function<ContainerSpec, List<String>> types;
  private final Map<ContainerId, Known> all = new HashMap<>();
  private final Set<InstanceId> living = new HashSet<>();
  private final Map<InstanceId, Long> goneAt = new HashMap<>();
  private int supervisors;
  private long supervisorEndedAt = NEVER;

  /** One container. */
  final class Known {
    final ContainerSpec spec;
    final List<String> types;
    // Where its attempts were recorded, where they run, and where they did, until when.
    private final Set<InstanceId> places = new HashSet<>(2);
    private final Map<InstanceId, Long> ranAt = new HashMap<>(2);
    private final Set<InstanceId> runsOn = new HashSet<>(2);
    private BigDecimal cost = BigDecimal.ZERO;
    private boolean held;
    private long heldAt = NEVER;
    private long freeAt = NEVER;
    private long lockedAt = NEVER;
    private String waitsFor = "";
    private long waitsSince;
    private boolean running;
    private long runningAt = NEVER;
    private long endedAt = NEVER;

    private Known(ContainerSpec spec, List<String> types) {
      this.spec = spec;
      this.types = types;
      this.freeAt = bench.now();
    }

    private boolean lately(long at) {
      return bench.now() - at < Supplies.LATELY;
    }

    /** Whether it has ended, or was deleted. */
    boolean hasEnded() {
      return endedAt != NEVER;
    }

    /** Whether that was so long ago that everybody must know. */
    boolean endedLongAgo() {
      return hasEnded() && !lately(endedAt);
    }

    /** Whether that is what it has cost by the store, or had before its newest attempt ended. */
    boolean hasCost(BigDecimal told) {
      return told.signum() > 0 && told.compareTo(cost) <= 0;
    }

    boolean heldLately() {
      return held || lately(heldAt);
    }

    /** Whether it has been on hold for so long that everybody must know. */
    boolean heldForLong() {
      return held && !lately(freeAt);
    }

    /** Whether it runs by the store, or did lately, and a process of it runs there or did. */
    boolean ranLately(String instance) {
      InstanceId id = new InstanceId(instance);
      boolean ran = runsOn.contains(id) || ranAt.containsKey(id);
      return ran && (running || lately(runningAt));
    }

    /**
     * Whether something of it runs, did lately, or may be about to: where it was recorded, or where
     * a dispatcher is about to record it that does not know yet that the lock is gone.
     */
    boolean mayRunSomewhere() {
      return lately(lockedAt) || !runsOn.isEmpty() || places.stream().anyMatch(this::mayRunOn);
    }

    /**
     * Whether it is said for long now to wait for a type: what was decided just now may not have
     * been asked for yet.
     *
     * @param type what it is said to wait for; empty for nothing
     */
    boolean waitsForLong(String type) {
      if (!type.equals(waitsFor)) {
        waitsFor = type;
        waitsSince = bench.now();
      }
      return !type.isEmpty() && bench.now() - waitsSince > Supplies.LATELY / 2;
    }

    private boolean mayRunOn(InstanceId place) {
      Long until = ranAt.get(place);
      return until == null
          ? living.contains(place) || lately(goneAt.getOrDefault(place, NEVER))
          : lately(until);
    }
  }

  Whereabouts(Checker.Bench bench, Function<ContainerSpec, List<String>> types) {
    this.bench = bench;
    this.types = types;
  }

  @Nullable Known find(ContainerId id) {
    return all.get(id);
  }

  /** Whether another supervisor has not ended, or has lately. */
  boolean othersSupervise() {
    return supervisors > 1 || bench.now() - supervisorEndedAt < Supplies.LATELY;
  }

  @Override
  public void submitted(SimulatedContainer container) {
    ContainerSpec spec = container.spec();
    all.put(spec.id(), new Known(spec, types.apply(spec)));
    supervisors += spec.supervisor() ? 1 : 0;
  }

  @Override
  public void changed(Container after, String by) {
    Known known = all.get(after.id());
    if (known == null) {
      return;
    }
    long now = bench.now();
    if (after.onHold() && !known.held) {
      known.freeAt = now;
    } else if (!after.onHold() && known.held) {
      known.heldAt = now;
    }
    known.held = after.onHold();
    known.cost = after.cost();
    if (after.attempt() > 0) {
      known.lockedAt = now;
    }
    if (known.running) {
      known.runningAt = now;
    }
    known.running = after.state() == ContainerState.RUNNING;
    if (after.state().isFinal()) {
      end(known);
    }
  }

  @Override
  public void deleted(ContainerId id) {
    Known known = all.get(id);
    if (known != null) {
      end(known);
    }
  }

  private void end(Known known) {
    if (!known.hasEnded()) {
      known.endedAt = bench.now();
      if (known.spec.supervisor()) {
        supervisors--;
        supervisorEndedAt = bench.now();
      }
    }
  }

  @Override
  public void startRecorded(Attempt attempt, InstanceId where, String by) {
    Known known = all.get(attempt.container());
    if (known != null) {
      known.places.add(where);
    }
  }

  @Override
  public void started(Attempt attempt, InstanceId where) {
    Known known = all.get(attempt.container());
    if (known != null) {
      known.runsOn.add(where);
    }
  }

  @Override
  public void ended(Attempt attempt, InstanceId where, @Nullable Integer exitStatus) {
    Known known = all.get(attempt.container());
    if (known != null) {
      known.runsOn.remove(where);
      known.ranAt.put(where, bench.now());
    }
  }

  @Override
  public void began(InstanceId id, InstanceType type, boolean ours) {
    if (ours) {
      living.add(id);
    }
  }

  @Override
  public void gone(InstanceId id) {
    if (living.remove(id)) {
      goneAt.put(id, bench.now());
    }
  }
}
