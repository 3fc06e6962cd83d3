package io.dispatchcloud.test.stub;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerState;
import java.util.List;
import java.util.Map;

/** What must be true after a scenario, seen from outside of the dispatcher. */
final class Aftermath {
  private final StubQueue queue;
  private final StubDriver cloud;

  Aftermath(StubQueue queue, StubDriver cloud) {
    this.queue = queue;
    this.cloud = cloud;
  }

  void check() {
    assertThat(cloud.livingVms()).as("VMs that are left").isEmpty();
    assertThat(cloud.runningTwice()).as("what ran twice at once").isEmpty();
    assertThat(cloud.startsWithoutLock()).as("starts without a lock").isEmpty();
    assertThat(cloud.runs()).as("what still runs").allMatch(run -> run.endedAt() != null);
    Map<Attempt, List<StubRun>> runs = cloud.runs().stream().collect(groupingBy(StubRun::attempt));
    for (Container container : queue.containers()) {
      if (container.state() == ContainerState.COMPLETE) {
        checkResult(container, runs.get(container.currentAttempt().orElseThrow()));
      } else {
        assertThat(container.state()).isEqualTo(ContainerState.CANCELLED);
        assertThat(container.error())
            .as(container.toString())
            .matches("(?s)lost 4 times, .*|Failed to start: lock_count == 10");
      }
    }
  }

  /** The result is that of the one run that there was of this attempt. */
  private static void checkResult(Container container, List<StubRun> runs) {
    assertThat(runs).as("runs of %s", container).hasSize(1);
    assertThat(runs.get(0).instance()).isEqualTo(container.instance());
    assertThat(container.result().exitStatus())
        .isEqualTo(FullScenario.exitStatus(container.id().value()));
    assertThat(container.result().stdout().text()).isEqualTo("this is " + container.id() + "\n");
  }
}
