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
 * Nothing is started on an instance by a dispatcher that knows that it is taken away (POOL-15); and
 * what is told to end there, for that reason, is queued again as lost: it did not fail (CTR-7).
 */
final class NoticesHeeded extends Checker {
  private static final int TERMINATED = 128 + 15;
  private static final String START = "start ";
  private static final String ON = " on ";

  private final Set<InstanceId> takenAway = new HashSet<>();
  private final Map<InstanceId, Set<String>> knownTo = new HashMap<>();
  private final Map<ContainerId, Long> interrupted = new HashMap<>();

  NoticesHeeded(Bench bench) {
    super(bench);
  }

  @Override
  public void takenAway(InstanceId id) {
    takenAway.add(id);
  }

  @Override
  public void noticed(Caller by, InstanceId id) {
    knownTo.computeIfAbsent(id, any -> new HashSet<>()).add(by.name());
  }

  @Override
  public void gone(InstanceId id) {
    takenAway.remove(id);
    knownTo.remove(id);
  }

  /** What was begun before goes on: the store may be at work for a minute, and then it is sent. */
  @Override
  public void begins(Caller by, String what) {
    if (!what.startsWith(START) || knownTo.isEmpty()) {
      return;
    }
    InstanceId where = new InstanceId(what.substring(what.lastIndexOf(ON) + ON.length()));
    if (knownTo.getOrDefault(where, Set.of()).contains(by.name())) {
      broken("POOL-15", by.name() + " begins to " + what + ", and knows that it is taken away");
    }
  }

  @Override
  public void ended(Attempt attempt, InstanceId where, @Nullable Integer exitStatus) {
    if (exitStatus != null && exitStatus == TERMINATED && takenAway.contains(where)) {
      interrupted.put(attempt.container(), attempt.number());
    }
  }

  @Override
  public void changed(Container after, String by) {
    Long attempt = interrupted.get(after.id());
    if (attempt == null || attempt != after.attempt()) {
      return;
    }
    if (after.state() == ContainerState.COMPLETE) {
      broken(
          "CTR-7",
          by
              + " records that "
              + after.id()
              + " failed, which was told to end because its instance was taken away");
    }
    if (after.state() != ContainerState.LOCKED && after.state() != ContainerState.RUNNING) {
      interrupted.remove(after.id());
    }
  }
}
