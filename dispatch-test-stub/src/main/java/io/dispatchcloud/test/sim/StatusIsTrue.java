package io.dispatchcloud.test.sim;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.ContainerView;
import io.dispatchcloud.core.DispatcherSnapshot;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The status of a container is what is the case, as far as that can be seen (SCH-11). */
final class StatusIsTrue extends Checker {
  // Not each of thousands of snapshots; an odd number, so that no rhythm hides anything.
  private static final int EACH = 7;
  private static final int LARGE = 2_000;
  private static final long LATELY = Duration.ofMinutes(12).toNanos();

  private final Map<Attempt, InstanceId> recorded = new HashMap<>();
  private final Map<String, Long> refused = new HashMap<>();
  private int snapshots;

  StatusIsTrue(Bench bench) {
    super(bench);
  }

  @Override
  public void startRecorded(Attempt attempt, InstanceId where, String by) {
    recorded.put(attempt, where);
  }

  @Override
  public void createAsked(String by, InstanceType type) {
    // Refused or not is known later; it is asked often enough while it is refused.
    refused.put(by, now());
  }

  @Override
  public void createAnswered(String by, @Nullable InstanceId made, boolean known) {
    refused.put(by, now());
  }

  @Override
  public void published(String by, DispatcherSnapshot snapshot) {
    if (snapshots++ % EACH == 0 && snapshot.containers().size() < LARGE) {
      for (ContainerView view : snapshot.containers()) {
        check(by, view);
      }
    }
  }

  private void check(String by, ContainerView view) {
    Container container = view.container();
    ContainerStatus status = view.status();
    boolean ended = container.state().isFinal();
    boolean right = ended == status instanceof ContainerStatus.Finished;
    if (status instanceof ContainerStatus.OnHold) {
      right = container.onHold();
    } else if (status instanceof ContainerStatus.Running running) {
      right = runs(container, running.instance());
    } else if (status instanceof ContainerStatus.AtCapacity) {
      right = now() - refused.getOrDefault(by, Long.MIN_VALUE / 2) < LATELY;
    } else if (status instanceof ContainerStatus.SupervisorLimit) {
      right = container.supervisor();
    }
    if (!right) {
      broken("SCH-11", by + " says of " + container + ": " + status.sentence());
    }
  }

  private boolean runs(Container container, String instance) {
    if (container.attempt() == 0) {
      return false;
    }
    // An older attempt may still be there while the newer one is being looked for.
    for (long number = container.attempt(); number > 0; number--) {
      InstanceId where = recorded.get(new Attempt(container.id(), number));
      if (where != null && where.value().equals(instance)) {
        return true;
      }
    }
    return false;
  }
}
