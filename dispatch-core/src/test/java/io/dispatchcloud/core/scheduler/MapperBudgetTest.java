package io.dispatchcloud.core.scheduler;

import static io.dispatchcloud.core.scheduler.Scene.LARGE;
import static io.dispatchcloud.core.scheduler.Scene.MEDIUM;
import static io.dispatchcloud.core.scheduler.Scene.SET;
import static io.dispatchcloud.core.scheduler.Scene.SMALL;
import static io.dispatchcloud.core.scheduler.Scene.T0;
import static io.dispatchcloud.core.scheduler.Scene.creates;
import static io.dispatchcloud.core.scheduler.Scene.locks;
import static io.dispatchcloud.core.scheduler.Scene.queued;
import static io.dispatchcloud.core.scheduler.Scene.starts;
import static io.dispatchcloud.core.scheduler.Scene.status;
import static io.dispatchcloud.core.scheduler.Scene.unlocks;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.pool.RunView.Phase;
import java.math.BigDecimal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SCH-11 budgets, per hour and per container")
class MapperBudgetTest {
  private final Scene scene = new Scene();

  @Test
  @DisplayName(
      "SCH-11 what the budget does not allow is not created; there is a place, so work goes on")
  void budget() {
    scene.budget = new BigDecimal("5");
    scene
        .worker("i-1", LARGE, WorkerState.IDLE)
        .entry(queued("a", 4, 9).locked(SET, 1), LARGE)
        .entry(queued("b", 1, 8).locked(SET, 1), SMALL)
        .entry(queued("c", 1, 7).locked(SET, 1), SMALL)
        .entry(queued("d", 1, 6), MEDIUM);
    Plan plan = scene.plan();

    assertThat(starts(plan)).containsExactly("a#1 on i-1");
    assertThat(creates(plan)).containsExactly("small");
    assertThat(unlocks(plan)).isEmpty();
    assertThat(status(plan, "c")).isEqualTo(new ContainerStatus.BudgetReached(1));
    assertThat(status(plan, "d")).isEqualTo(new ContainerStatus.BudgetReached(2));
    assertThat(status(plan, "d").sentence())
        .isEqualTo("waiting while instances cost as much as they may, at position 2");
  }

  private static Container had(String id, String cost) {
    return queued(id, 1, 1).locked(SET, 1).requeued("gone").withCost(new BigDecimal(cost));
  }

  @Test
  @DisplayName(
      "SCH-11 what has cost as much as it may takes no room, no create and no place of others")
  void budgetPerContainer() {
    scene.budgetPerContainer = new BigDecimal("10");
    scene
        .worker("i-1", SMALL, WorkerState.IDLE)
        .entry(had("a", "10").locked(SET, 2), SMALL)
        .entry(had("b", "9.99").locked(SET, 2), SMALL)
        .entry(had("c", "12.30"), SMALL)
        .entry(had("d", "0"), SMALL);
    Plan plan = scene.plan();

    assertThat(starts(plan)).containsExactly("b#2 on i-1");
    assertThat(locks(plan)).containsExactly("d");
    assertThat(unlocks(plan)).containsExactly("a#2 BUDGET");
    assertThat(creates(plan)).isEmpty();
    assertThat(status(plan, "a"))
        .isEqualTo(new ContainerStatus.BudgetSpent(BigDecimal.TEN, BigDecimal.TEN));
    assertThat(status(plan, "c").sentence())
        .isEqualTo("not started again: its attempts have cost 12.3, and may cost 10");
  }

  @Test
  @DisplayName("SCH-11 it is given back, and keeps its status, whatever else stops the pass")
  void budgetPerContainerFirst() {
    scene.budgetPerContainer = new BigDecimal("10");
    scene.draining = true;
    scene
        .entry(had("a", "10").locked(SET, 2), SMALL)
        .entry(had("b", "10"), SMALL)
        .locked("c", SMALL);
    assertThat(unlocks(scene.plan())).containsExactlyInAnyOrder("a#2 BUDGET", "c#1 QUOTA");
    assertThat(status(scene.plan(), "b")).isInstanceOf(ContainerStatus.BudgetSpent.class);

    scene.draining = false;
    scene.atQuota = true;
    assertThat(unlocks(scene.plan())).contains("a#2 BUDGET");
    assertThat(status(scene.plan(), "b")).isInstanceOf(ContainerStatus.BudgetSpent.class);
    assertThat(status(scene.plan(), "c")).isEqualTo(new ContainerStatus.AccountLimit(1));
  }

  @Test
  @DisplayName(
      "SCH-11 what starts or runs goes on, whatever it has cost, and what ends is waited for")
  void budgetPerContainerGoesOn() {
    scene.budgetPerContainer = new BigDecimal("10");
    scene
        .worker("i-1", LARGE, WorkerState.RUNNING)
        .entry(had("a", "11").locked(SET, 2).assigned(new InstanceId("i-1")), LARGE)
        .entry(had("b", "11").locked(SET, 2).assigned(new InstanceId("i-1")).running(T0), LARGE)
        .entry(had("c", "11").locked(SET, 2), LARGE)
        .run("c", 2, "i-1", Phase.STARTING)
        .entry(had("d", "11").locked(SET, 2), LARGE)
        .run("d", 1, "i-1", Phase.ALIVE)
        .entry(had("e", "11").withPriority(0), LARGE)
        .entry(had("f", "11"));
    scene.cancelUnsatisfiable = false;
    Plan plan = scene.plan();

    assertThat(unlocks(plan)).isEmpty();
    assertThat(status(plan, "a")).isEqualTo(new ContainerStatus.Preparing());
    assertThat(status(plan, "b")).isEqualTo(new ContainerStatus.Running("i-1"));
    assertThat(status(plan, "c")).isEqualTo(new ContainerStatus.Preparing());
    assertThat(status(plan, "d")).isEqualTo(new ContainerStatus.PreviousAttemptExiting());
    assertThat(status(plan, "e")).isEqualTo(new ContainerStatus.OnHold());
    assertThat(status(plan, "f")).isInstanceOf(ContainerStatus.NothingFits.class);
  }

  @Test
  @DisplayName("SCH-11 a budget that is exceeded: nothing new is started, what runs goes on")
  void budgetExceeded() {
    scene.budget = new BigDecimal("3");
    scene
        .worker("i-1", LARGE, WorkerState.RUNNING)
        .running("r", 1, "i-1", LARGE)
        .locked("a", LARGE);
    Plan plan = scene.plan();

    assertThat(starts(plan)).isEmpty();
    assertThat(status(plan, "r")).isEqualTo(new ContainerStatus.Running("i-1"));
    assertThat(status(plan, "a")).isEqualTo(new ContainerStatus.BudgetReached(1));
  }
}
