package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A process begins only while the store has its attempt as locked, recorded on that instance; and
 * an attempt is given up only when its process does not live (CTR-7).
 */
final class StartsUnderLock extends Checker {
  private final Map<ContainerId, Container> containers = new HashMap<>();
  private final Map<ContainerId, String> changedBy = new HashMap<>();
  private final Map<Attempt, InstanceId> recorded = new HashMap<>();
  private final Map<Attempt, InstanceId> alive = new HashMap<>();
  private final Set<ContainerId> deleted = new HashSet<>();
  private final Set<ContainerId> ordered = new HashSet<>();

  StartsUnderLock(Bench bench) {
    super(bench);
  }

  @Override
  public void startRecorded(Attempt attempt, InstanceId where, String by) {
    recorded.put(attempt, where);
  }

  @Override
  public void started(Attempt attempt, InstanceId where) {
    alive.put(attempt, where);
    InstanceId place = recorded.get(attempt);
    if (!where.equals(place)) {
      broken("CTR-7", attempt + " starts on " + where + ", but is recorded on " + place);
    }
    ContainerId id = attempt.container();
    Container container = containers.get(id);
    // What a user did comes to the dispatcher later.
    boolean known = container != null && !deleted.contains(id) && !ordered.contains(id);
    if (container == null || !known || "user".equals(changedBy.get(id))) {
      return;
    }
    boolean locked =
        container.state() == ContainerState.LOCKED || container.state() == ContainerState.RUNNING;
    if (!locked || container.attempt() != attempt.number()) {
      broken(
          "CTR-7",
          attempt
              + " starts on "
              + where
              + ", but the store has attempt "
              + container.attempt()
              + " as "
              + container.state());
    }
  }

  @Override
  public void ended(Attempt attempt, InstanceId where, @Nullable Integer exitStatus) {
    alive.remove(attempt);
  }

  @Override
  public void changed(Container after, String by) {
    containers.put(after.id(), after);
    changedBy.put(after.id(), by);
    boolean givenUp =
        after.state() == ContainerState.QUEUED || after.state() == ContainerState.CANCELLED;
    if (givenUp && !by.equals("user") && !ordered.contains(after.id()) && after.attempt() > 0) {
      Attempt attempt = new Attempt(after.id(), after.attempt());
      InstanceId where = alive.get(attempt);
      if (where != null) {
        broken("CTR-7", by + " gives up " + attempt + ", which lives on " + where);
      }
    }
  }

  @Override
  public void ordered(ContainerId id) {
    ordered.add(id);
  }

  @Override
  public void deleted(ContainerId id) {
    deleted.add(id);
  }
}
