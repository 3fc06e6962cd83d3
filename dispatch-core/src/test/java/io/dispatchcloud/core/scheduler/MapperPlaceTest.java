package io.dispatchcloud.core.scheduler;

import static io.dispatchcloud.core.scheduler.Scene.LARGE;
import static io.dispatchcloud.core.scheduler.Scene.MEDIUM;
import static io.dispatchcloud.core.scheduler.Scene.SET;
import static io.dispatchcloud.core.scheduler.Scene.SMALL;
import static io.dispatchcloud.core.scheduler.Scene.creates;
import static io.dispatchcloud.core.scheduler.Scene.locks;
import static io.dispatchcloud.core.scheduler.Scene.queued;
import static io.dispatchcloud.core.scheduler.Scene.starts;
import static io.dispatchcloud.core.scheduler.Scene.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.pool.RunView.Phase;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("SCH where a container is put")
class MapperPlaceTest {
  private final Scene scene = new Scene();

  private static InstanceType type(String name, int vcpus, long ram, long scratch, String price) {
    return InstanceType.builder(name, vcpus, ram, new BigDecimal(price))
        .includedScratch(scratch)
        .build();
  }

  /** Where a locked container that all these types would do for is started. */
  private void assertStartsOn(String instance, InstanceType... types) {
    scene.locked("a", types);

    assertThat(starts(scene.plan())).containsExactly("a#1 on " + instance);
  }

  @Test
  @DisplayName("SCH-4 one that is ready goes before a cheaper one that is not")
  void readyFirst() {
    scene.worker("i-1", SMALL, WorkerState.BOOTING).worker("i-2", LARGE, WorkerState.IDLE);

    assertStartsOn("i-2", SMALL, LARGE);
  }

  @Test
  @DisplayName("SCH-4 then the one with most containers, so that others can empty and go")
  void fullestFirst() {
    scene.worker("i-1", MEDIUM, WorkerState.IDLE).worker("i-2", LARGE, WorkerState.RUNNING);
    scene.running("r", 1, "i-2", LARGE);

    assertStartsOn("i-2", MEDIUM, LARGE);
  }

  @Test
  @DisplayName("SCH-4 then the cheapest")
  void cheapest() {
    scene.worker("i-1", LARGE, WorkerState.IDLE).worker("i-2", SMALL, WorkerState.IDLE);

    assertStartsOn("i-2", SMALL, LARGE);
  }

  @Test
  @DisplayName("SCH-4 then more vCPUs, then more RAM, then more scratch")
  void sizes() {
    InstanceType plain = type("plain", 1, 10, 10, "1");
    InstanceType scratch = type("scratch", 1, 10, 20, "1");
    InstanceType ram = type("ram", 1, 20, 10, "1");
    InstanceType vcpus = type("vcpus", 2, 10, 10, "1");
    scene
        .worker("i-1", plain, WorkerState.IDLE)
        .worker("i-2", scratch, WorkerState.IDLE)
        .worker("i-3", ram, WorkerState.IDLE)
        .worker("i-4", vcpus, WorkerState.IDLE);
    InstanceType[] all = {plain, scratch, ram, vcpus};
    scene
        .entry(queued("a", 1, 9).locked(SET, 1), all)
        .entry(queued("b", 1, 8).locked(SET, 1), vcpus);
    scene.entry(queued("c", 1, 7).locked(SET, 1), all).entry(queued("d", 1, 6).locked(SET, 1), all);
    scene.entry(queued("e", 1, 5).locked(SET, 1), all);

    assertThat(starts(scene.plan()))
        .containsExactly("a#1 on i-4", "b#1 on i-4", "c#1 on i-3", "d#1 on i-2", "e#1 on i-1");
  }

  @Test
  @DisplayName("SCH-4 then the id")
  void byId() {
    scene.worker("i-2", SMALL, WorkerState.IDLE).worker("i-1", SMALL, WorkerState.IDLE);

    assertStartsOn("i-1", SMALL);
  }

  @ParameterizedTest
  @EnumSource(
      value = IdleBehavior.class,
      names = {"HOLD", "DRAIN"})
  @DisplayName("SCH-4, POOL-2 held and draining ones are no place")
  void behavior(IdleBehavior behavior) {
    scene.worker("i-1", SMALL, WorkerState.IDLE, behavior, true);
    scene.worker("i-2", LARGE, WorkerState.IDLE);

    assertStartsOn("i-2", SMALL, LARGE);
  }

  @Test
  @DisplayName("SCH-4 unhealthy ones and those shutting down are no place")
  void noPlace() {
    scene.worker("i-1", SMALL, WorkerState.IDLE, IdleBehavior.RUN, false);
    scene.worker("i-2", SMALL, WorkerState.SHUTDOWN);
    scene.worker("i-3", SMALL, WorkerState.IDLE);

    assertStartsOn("i-3", SMALL);
  }

  @Test
  @DisplayName("SCH-4 one of a type that is not eligible is no place")
  void notEligible() {
    scene.worker("i-1", LARGE, WorkerState.IDLE);
    scene.locked("a", SMALL);

    assertThat(starts(scene.plan())).isEmpty();
  }

  @Test
  @DisplayName("SCH-4, ROOM-1 one that is full is no place")
  void full() {
    scene.worker("i-1", SMALL, WorkerState.RUNNING).worker("i-2", SMALL, WorkerState.IDLE);
    scene.running("r", 1, "i-1", SMALL);

    assertStartsOn("i-2", SMALL);
  }

  @Test
  @DisplayName("ROOM-1 one that runs something unknown is no place")
  void unknownRun() {
    scene.worker("i-1", LARGE, WorkerState.RUNNING).worker("i-2", LARGE, WorkerState.IDLE);
    scene.run("nobody", 1, "i-1", Phase.ALIVE);

    assertStartsOn("i-2", LARGE);
  }

  @Test
  @DisplayName("ROOM-1 what has ended takes no room")
  void endedRun() {
    scene.worker("i-1", SMALL, WorkerState.RUNNING);
    scene.run("nobody", 1, "i-1", Phase.EXITED);

    assertStartsOn("i-1", SMALL);
  }

  @Test
  @DisplayName("ROOM-3 no more containers than allowed on one instance")
  void containersMax() {
    scene.worker("i-1", LARGE, WorkerState.IDLE).worker("i-2", LARGE, WorkerState.IDLE);
    scene.locked("a", LARGE).locked("b", LARGE).locked("c", LARGE);
    scene.containersMax = 2;

    assertThat(starts(scene.plan())).containsExactly("a#1 on i-1", "b#1 on i-1", "c#1 on i-2");
  }

  @Test
  @DisplayName("SCH-6 several locked ones are started on one instance until it is full")
  void packs() {
    scene.worker("i-1", MEDIUM, WorkerState.IDLE).worker("i-2", MEDIUM, WorkerState.IDLE);
    scene.locked("a", MEDIUM).locked("b", MEDIUM).locked("c", MEDIUM);

    assertThat(starts(scene.plan())).containsExactly("a#1 on i-1", "b#1 on i-1", "c#1 on i-2");
  }

  @Test
  @DisplayName("SCH-5 a queued one with a place is locked, and its place is taken in this pass")
  void locksForPlace() {
    scene.worker("i-1", SMALL, WorkerState.IDLE);
    scene.queued("a", SMALL).queued("b", SMALL);
    scene.createSlots = 0;
    Plan plan = scene.plan();

    assertThat(locks(plan)).containsExactly("a");
    assertThat(starts(plan)).isEmpty();
    assertThat(status(plan, "a")).isEqualTo(new ContainerStatus.Preparing());
    assertThat(status(plan, "b")).isEqualTo(new ContainerStatus.WaitingForInstance("small"));
  }

  @Test
  @DisplayName(
      "SCH-5 a queued one without a place is locked if a type can be created; not yet made")
  void locksForCreate() {
    scene.queued("a", MEDIUM).queued("b", MEDIUM).queued("c", MEDIUM);
    scene.createSlots = 1;
    Plan plan = scene.plan();

    assertThat(locks(plan)).containsExactly("a", "b");
    assertThat(creates(plan)).isEmpty();
    assertThat(status(plan, "c")).isEqualTo(new ContainerStatus.WaitingForInstance("medium"));
  }

  @ParameterizedTest
  @EnumSource(
      value = WorkerState.class,
      names = {"BOOTING", "UNKNOWN"})
  @DisplayName("SCH-6 a locked one waits for a place that is not ready")
  void waits(WorkerState state) {
    scene.worker("i-1", SMALL, state);
    scene.locked("a", SMALL);
    Plan plan = scene.plan();

    assertThat(starts(plan)).isEmpty();
    assertThat(creates(plan)).isEmpty();
    assertThat(status(plan, "a")).isEqualTo(new ContainerStatus.WaitingForInstance("small"));
  }

  @Test
  @DisplayName("SCH-4 pending creates take part as booting instances")
  void pendingCreates() {
    scene.worker(null, MEDIUM, WorkerState.BOOTING);
    scene.locked("a", MEDIUM).locked("b", MEDIUM).locked("c", MEDIUM);

    assertThat(creates(scene.plan())).containsExactly("medium");
  }

  @Test
  @DisplayName("SCH-6 the cheapest type is created, and later ones share what room it leaves")
  void sharesCreates() {
    scene.locked("a", MEDIUM, LARGE).locked("b", MEDIUM, LARGE).locked("c", MEDIUM, LARGE);
    Plan plan = scene.plan();

    assertThat(creates(plan)).containsExactly("medium", "medium");
    assertThat(status(plan, "b")).isEqualTo(new ContainerStatus.WaitingForInstance("medium"));
  }

  @Test
  @DisplayName("SCH-6 a queued one shares what is created for a locked one")
  void queuedShares() {
    scene.locked("a", MEDIUM).queued("b", MEDIUM).queued("c", MEDIUM);
    scene.createSlots = 1;
    Plan plan = scene.plan();

    assertThat(creates(plan)).containsExactly("medium");
    assertThat(locks(plan)).containsExactly("b");
  }

  @Test
  @DisplayName("SCH-6 no more creates than the pool takes now; the rest waits, locked")
  void slots() {
    scene.locked("a", SMALL).locked("b", SMALL).locked("c", SMALL);
    scene.createSlots = 2;
    Plan plan = scene.plan();

    assertThat(creates(plan)).containsExactly("small", "small");
    assertThat(plan.unlocks()).isEmpty();
    assertThat(status(plan, "c")).isEqualTo(new ContainerStatus.WaitingForInstance("small"));
  }

  @Test
  @DisplayName("SCH-8 a type at capacity is passed over for the next cheapest")
  void nextType() {
    scene.locked("a", SMALL, MEDIUM);
    scene.atCapacity.add("small");

    assertThat(creates(scene.plan())).containsExactly("medium");
  }

  @Test
  @DisplayName(
      "SCH-8 all its types at capacity: skipped, and others go on; with position and types")
  void atCapacity() {
    scene.locked("a", SMALL, MEDIUM).queued("b", SMALL).locked("c", LARGE);
    scene.atCapacity.add("small");
    scene.atCapacity.add("medium");
    Plan plan = scene.plan();

    assertThat(creates(plan)).containsExactly("large");
    assertThat(plan.unlocks()).isEmpty();
    assertThat(locks(plan)).isEmpty();
    assertThat(status(plan, "a"))
        .isEqualTo(new ContainerStatus.AtCapacity(1, List.of("small", "medium")));
    assertThat(status(plan, "b")).isEqualTo(new ContainerStatus.AtCapacity(2, List.of("small")));
  }

  @Test
  @DisplayName("SCH-8 a type at capacity is used where an instance of it is there")
  void capacityAndPlace() {
    scene.worker("i-1", SMALL, WorkerState.IDLE);
    scene.atCapacity.add("small");

    assertStartsOn("i-1", SMALL);
  }
}
