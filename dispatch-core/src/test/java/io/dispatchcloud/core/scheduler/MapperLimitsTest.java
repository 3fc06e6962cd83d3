package io.dispatchcloud.core.scheduler;

import static io.dispatchcloud.core.scheduler.Scene.LARGE;
import static io.dispatchcloud.core.scheduler.Scene.SET;
import static io.dispatchcloud.core.scheduler.Scene.SMALL;
import static io.dispatchcloud.core.scheduler.Scene.creates;
import static io.dispatchcloud.core.scheduler.Scene.locks;
import static io.dispatchcloud.core.scheduler.Scene.queued;
import static io.dispatchcloud.core.scheduler.Scene.shutdowns;
import static io.dispatchcloud.core.scheduler.Scene.starts;
import static io.dispatchcloud.core.scheduler.Scene.status;
import static io.dispatchcloud.core.scheduler.Scene.supervisor;
import static io.dispatchcloud.core.scheduler.Scene.unlocks;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.pool.RunView.Phase;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SCH quota and limits")
class MapperLimitsTest {
  private final Scene scene = new Scene();

  @Test
  @DisplayName("SCH-7 at quota with no place: from here on all is over quota, also what would fit")
  void stops() {
    scene.worker("i-1", SMALL, WorkerState.IDLE);
    scene
        .entry(queued("fits", 1, 9), SMALL)
        .entry(queued("does-not", 1, 8), LARGE)
        .entry(queued("would", 0, 7), SMALL, LARGE);
    scene.atQuota = true;
    Plan plan = scene.plan();

    assertThat(locks(plan)).containsExactly("fits");
    assertThat(creates(plan)).isEmpty();
    assertThat(status(plan, "does-not")).isEqualTo(new ContainerStatus.AccountLimit(1));
    assertThat(status(plan, "would")).isEqualTo(new ContainerStatus.AccountLimit(2));
  }

  @Test
  @DisplayName("SCH-9 what another one waits for may change when an instance is created in between")
  void limitReachedInBetween() {
    scene
        .entry(queued("first", 2, 9), LARGE)
        .entry(queued("creates", 1, 8), SMALL)
        .entry(queued("second", 2, 7), LARGE);
    scene.atCapacity.add(LARGE.name());
    scene.limits = new Limits(0, 1, 0);
    Plan plan = scene.plan();

    assertThat(status(plan, "first")).isInstanceOf(ContainerStatus.AtCapacity.class);
    assertThat(locks(plan)).containsExactly("creates");
    assertThat(status(plan, "second")).isEqualTo(new ContainerStatus.DispatcherLimit(1));
  }

  @Test
  @DisplayName(
      "SCH-10 a supervisor waits for others, also where nobody else can be placed any more")
  void supervisorsAtTheEnd() {
    scene.worker("i-1", SMALL, WorkerState.IDLE);
    scene
        .entry(Scene.supervisor("first"), SMALL)
        .entry(queued("waits", 1, 1), SMALL)
        .entry(Scene.supervisor("second"), SMALL)
        .entry(queued("waits-too", 1, 1), SMALL);
    scene.atCapacity.add(SMALL.name());
    scene.limits = new Limits(0, 0, 1);
    Plan plan = scene.plan();

    assertThat(locks(plan)).containsExactly("first");
    assertThat(status(plan, "waits")).isInstanceOf(ContainerStatus.AtCapacity.class);
    assertThat(status(plan, "second")).isEqualTo(new ContainerStatus.SupervisorLimit(1));
    assertThat(status(plan, "waits-too")).isInstanceOf(ContainerStatus.AtCapacity.class);
  }

  @Test
  @DisplayName("SCH-7 of the locked ones over quota all but the first are unlocked")
  void unlocksAllButFirst() {
    scene.worker("i-1", SMALL, WorkerState.RUNNING).running("r", 1, "i-1", SMALL);
    scene.locked("a", SMALL).locked("b", SMALL).locked("c", SMALL).queued("d", SMALL);
    scene.atQuota = true;
    Plan plan = scene.plan();

    assertThat(unlocks(plan)).containsExactly("b#1 QUOTA", "c#1 QUOTA");
    assertThat(status(plan, "d")).isEqualTo(new ContainerStatus.AccountLimit(4));
  }

  @Test
  @DisplayName("SCH-7 without any instance the first is unlocked, too")
  void unlocksAll() {
    scene.locked("a", SMALL).locked("b", SMALL);
    scene.atQuota = true;

    assertThat(unlocks(scene.plan())).containsExactly("a#1 QUOTA", "b#1 QUOTA");
  }

  @Test
  @DisplayName("SCH-7 instances that got nothing in this pass are shut down, and only those")
  void shutsDown() {
    scene
        .worker("i-unused", SMALL, WorkerState.IDLE)
        .worker("i-booting", SMALL, WorkerState.BOOTING)
        .worker("i-running", LARGE, WorkerState.RUNNING)
        .worker("i-given", LARGE, WorkerState.IDLE)
        .worker("i-held", SMALL, WorkerState.IDLE, IdleBehavior.HOLD, true)
        .worker(null, SMALL, WorkerState.BOOTING);
    scene.run("nobody", 1, "i-running", Phase.ALIVE);
    scene
        .entry(queued("a", 3, 9).locked(SET, 1), LARGE)
        .entry(queued("b", 3, 8).locked(SET, 1), LARGE);
    scene.atQuota = true;
    Plan plan = scene.plan();

    assertThat(starts(plan)).containsExactly("a#1 on i-given");
    assertThat(shutdowns(plan)).containsExactlyInAnyOrder("i-unused", "i-booting");
  }

  @Test
  @DisplayName("SCH-7 at quota, but with places for all: nothing is unlocked or shut down")
  void quotaWithPlaces() {
    scene.worker("i-1", SMALL, WorkerState.IDLE).worker("i-2", LARGE, WorkerState.IDLE);
    scene.locked("a", SMALL);
    scene.atQuota = true;
    Plan plan = scene.plan();

    assertThat(starts(plan)).containsExactly("a#1 on i-1");
    assertThat(plan.unlocks()).isEmpty();
    assertThat(plan.shutdowns()).isEmpty();
  }

  @Test
  @DisplayName("SCH-7 the configured number of instances is a quota as well")
  void maxInstances() {
    scene.locked("a", SMALL).locked("b", SMALL);
    scene.instancesLeft = 1;
    Plan plan = scene.plan();

    assertThat(creates(plan)).containsExactly("small");
    assertThat(status(plan, "b")).isEqualTo(new ContainerStatus.AccountLimit(1));
  }

  @Test
  @DisplayName("SCH-9 what is beyond the limit of containers waits, without an unlock")
  void containers() {
    scene.worker("i-1", LARGE, WorkerState.RUNNING).running("r", 1, "i-1", LARGE);
    scene.locked("a", LARGE).locked("b", LARGE).queued("c", LARGE);
    scene.limits = new Limits(2, 0, 0);
    Plan plan = scene.plan();

    assertThat(starts(plan)).containsExactly("a#1 on i-1");
    assertThat(locks(plan)).isEmpty();
    assertThat(plan.unlocks()).isEmpty();
    assertThat(status(plan, "b")).isEqualTo(new ContainerStatus.DispatcherLimit(1));
    assertThat(status(plan, "c")).isEqualTo(new ContainerStatus.DispatcherLimit(2));
  }

  @Test
  @DisplayName("SCH-9 the limit of instances stops creates, never a place that is there")
  void instances() {
    scene.worker("i-1", SMALL, WorkerState.IDLE).worker("i-2", SMALL, WorkerState.IDLE);
    scene.locked("a", SMALL).locked("b", SMALL).locked("c", SMALL);
    scene.limits = new Limits(0, 1, 0);
    Plan plan = scene.plan();

    assertThat(starts(plan)).containsExactly("a#1 on i-1", "b#1 on i-2");
    assertThat(creates(plan)).isEmpty();
    assertThat(plan.unlocks()).isEmpty();
    assertThat(status(plan, "c")).isEqualTo(new ContainerStatus.DispatcherLimit(1));
  }

  @Test
  @DisplayName("SCH-9 instances planned in this pass count towards the limit")
  void plannedInstances() {
    scene.worker(null, LARGE, WorkerState.BOOTING);
    scene.locked("a", SMALL).locked("b", SMALL).queued("c", SMALL);
    scene.limits = new Limits(0, 2, 0);
    Plan plan = scene.plan();

    assertThat(creates(plan)).containsExactly("small");
    assertThat(locks(plan)).isEmpty();
    assertThat(status(plan, "c")).isEqualTo(new ContainerStatus.DispatcherLimit(2));
  }

  @Test
  @DisplayName("SCH-10 excess supervisors are unlocked; those that run count")
  void supervisors() {
    scene.worker("i-1", LARGE, WorkerState.IDLE).worker("i-2", SMALL, WorkerState.BOOTING);
    scene
        .entry(supervisor("running").locked(SET, 1).running(Scene.T0), LARGE)
        .entry(supervisor("first").locked(SET, 1), LARGE)
        .entry(supervisor("excess").locked(SET, 1), LARGE)
        .entry(supervisor("waiting"), LARGE)
        .queued("work", LARGE);
    scene.limits = new Limits(0, 0, 2);
    Plan plan = scene.plan();

    assertThat(starts(plan)).containsExactly("first#1 on i-1");
    assertThat(unlocks(plan)).containsExactly("excess#1 SUPERVISOR_LIMIT");
    assertThat(locks(plan)).containsExactly("work");
    assertThat(plan.shutdowns()).isEmpty();
    assertThat(status(plan, "excess")).isEqualTo(new ContainerStatus.SupervisorLimit(1));
    assertThat(status(plan, "waiting")).isEqualTo(new ContainerStatus.SupervisorLimit(2));
  }

  @Test
  @DisplayName("SCH-10 without a limit any number of supervisors runs")
  void noSupervisorLimit() {
    scene.worker("i-1", LARGE, WorkerState.IDLE);
    scene.entry(supervisor("a").locked(SET, 1), LARGE).entry(supervisor("b").locked(SET, 1), LARGE);

    assertThat(starts(scene.plan())).hasSize(2);
  }
}
