package io.dispatchcloud.server.run;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.core.Dispatcher;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Destroys what an earlier run of the same job left behind when it was not given the time to tidy
 * up. To be used only where the instance set can be no one else's. Nothing there is of use: this
 * run's containers are its own, and so may be its key, without which those instances would only
 * take up room until they time out. For one thread.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final Set<InstanceId> seen = new HashSet<>();

  /** Looks at instances that were not seen before. */
  void destroy(Dispatcher dispatcher) {
    for (WorkerView worker : dispatcher.snapshot().workers()) {
      InstanceId id = worker.id();
      if (id != null
          && seen.add(id)
          && worker.state() == WorkerState.UNKNOWN
          && worker.behavior() != IdleBehavior.HOLD) {
        LOG.atWarn().addKeyValue("instance", id).log("destroying what an earlier run left behind");
        dispatcher.killInstance(id, "left behind by an earlier run");
      }
    }
  }
}
