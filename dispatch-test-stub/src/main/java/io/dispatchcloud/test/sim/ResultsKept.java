package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.RunResult;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has ended stays as it ended (CTR-1), with the result that its process really had (POOL-23);
 * and a result is discarded only after it was recorded, or is not wanted any more (RUN-5).
 */
final class ResultsKept extends Checker {
  private final Map<ContainerId, Container> containers = new HashMap<>();
  private final Map<Attempt, Integer> results = new HashMap<>();
  private final Set<ContainerId> deleted = new HashSet<>();

  ResultsKept(Bench bench) {
    super(bench);
  }

  @Override
  public void ended(Attempt attempt, InstanceId where, @Nullable Integer exitStatus) {
    if (exitStatus != null) {
      results.put(attempt, exitStatus);
    }
  }

  @Override
  public void changed(Container after, String by) {
    Container before = containers.put(after.id(), after);
    if (before != null && before.state().isFinal()) {
      broken("CTR-1", by + " changes " + after.id() + ", which was " + before.state());
    }
    RunResult result = after.result();
    if (after.state() == ContainerState.COMPLETE) {
      Integer real = results.get(new Attempt(after.id(), after.attempt()));
      if (result == null || real == null || real != result.exitStatus()) {
        broken(
            "POOL-23",
            by + " records " + result + " for " + after.id() + ", whose process had " + real);
      }
    }
  }

  @Override
  public void deleted(ContainerId id) {
    deleted.add(id);
  }

  @Override
  public void discarded(Attempt attempt, InstanceId where, boolean hadResult) {
    results.remove(attempt);
    Container container = containers.get(attempt.container());
    if (!hadResult || container == null || deleted.contains(attempt.container())) {
      return;
    }
    boolean wanted =
        container.attempt() == attempt.number()
            && (container.state() == ContainerState.LOCKED
                || container.state() == ContainerState.RUNNING);
    if (wanted) {
      broken("RUN-5", "the result of " + attempt + " was discarded before it was recorded");
    }
  }
}
