package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** No container has two live processes, and no attempt is started twice (CTR-7). */
final class OneProcessEach extends Checker {
  private final Map<ContainerId, String> alive = new HashMap<>();
  private final Set<Attempt> started = new HashSet<>();

  OneProcessEach(Bench bench) {
    super(bench);
  }

  @Override
  public void started(Attempt attempt, InstanceId where) {
    String place = attempt + " on " + where;
    String other = alive.put(attempt.container(), place);
    if (other != null) {
      broken("CTR-7", attempt.container() + " runs twice: " + other + " and " + place);
    }
    if (!started.add(attempt)) {
      broken("CTR-7", place + " was started before");
    }
  }

  @Override
  public void ended(Attempt attempt, InstanceId where, @Nullable Integer exitStatus) {
    alive.remove(attempt.container(), attempt + " on " + where);
  }
}
