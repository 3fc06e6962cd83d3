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
import static io.dispatchcloud.core.scheduler.Scene.unlocks;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.pool.RunView.Phase;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("SCH who is considered, in what order")
class MapperOrderTest {
  private final Scene scene = new Scene();

  @Test
  @DisplayName("SCH-2 a high priority goes first, then who was seen first")
  void priorityThenAge() {
    scene.worker("i-1", LARGE, WorkerState.IDLE);
    scene
        .entry(queued("old", 1, 1), LARGE)
        .entry(queued("young", 1, 1), LARGE)
        .entry(queued("high", 1, 9), LARGE)
        .entry(queued("middle", 1, 5), LARGE);

    assertThat(locks(scene.plan())).containsExactly("high", "middle", "old", "young");
  }

  @Test
  @DisplayName("SCH-2 and so it does for clocks that are wrong by more than centuries")
  void anyTime() {
    scene.worker("i-1", LARGE, WorkerState.IDLE);
    scene.worker("i-2", LARGE, WorkerState.IDLE);
    scene.worker("i-3", LARGE, WorkerState.IDLE);
    Map<String, Instant> seen = new LinkedHashMap<>();
    seen.put("now", Scene.T0);
    seen.put("a nanosecond before", Scene.T0.minusNanos(1));
    seen.put("at last", Instant.MAX);
    seen.put("at first", Instant.MIN);
    seen.put("long ago", Instant.parse("-5000-01-01T00:00:00.000000001Z"));
    seen.put("a nanosecond before that", Instant.parse("-5000-01-01T00:00:00Z"));
    seen.put("before there was a clock", Instant.EPOCH.minusNanos(1));
    seen.forEach((id, at) -> scene.entry(queued(id.replace(' ', '-'), 1, 1), at, LARGE));

    assertThat(locks(scene.plan()))
        .containsExactly(
            "at-first",
            "a-nanosecond-before-that",
            "long-ago",
            "before-there-was-a-clock",
            "a-nanosecond-before",
            "now",
            "at-last");
  }

  @Test
  @DisplayName("SCH-2 what is locked goes before what is queued, whatever the priority")
  void lockedFirst() {
    scene.worker("i-1", SMALL, WorkerState.IDLE);
    scene.entry(queued("urgent", 1, 9), SMALL).entry(queued("locked", 1, 1).locked(SET, 1), SMALL);
    scene.createSlots = 0;
    Plan plan = scene.plan();

    assertThat(starts(plan)).containsExactly("locked#1 on i-1");
    assertThat(locks(plan)).isEmpty();
  }

  @Test
  @DisplayName("SCH-2 what runs goes first: it counts before anything else is placed")
  void runningFirst() {
    scene.worker("i-1", SMALL, WorkerState.RUNNING).worker("i-2", SMALL, WorkerState.IDLE);
    scene.entry(queued("urgent", 1, 9).locked(SET, 1), SMALL).running("slow", 1, "i-1", SMALL);
    scene.limits = new Limits(1, 0, 0);

    assertThat(starts(scene.plan())).isEmpty();
  }

  @Test
  @DisplayName("SCH-2 what is locked and starting runs, too: it counts before anything is placed")
  void startingFirst() {
    scene.worker("i-1", SMALL, WorkerState.RUNNING).worker("i-2", SMALL, WorkerState.IDLE);
    scene
        .entry(queued("urgent", 1, 9).locked(SET, 1), SMALL)
        .entry(queued("starting", 1, 1).locked(SET, 1).assigned(new InstanceId("i-1")), SMALL)
        .run("starting", 1, "i-1", Phase.STARTING);
    scene.limits = new Limits(1, 0, 0);

    assertThat(starts(scene.plan())).isEmpty();
  }

  @Test
  @DisplayName("SCH-3 what runs is left alone")
  void running() {
    scene.worker("i-1", LARGE, WorkerState.RUNNING);
    scene.running("a", 1, "i-1", LARGE);
    Plan plan = scene.plan();

    assertThat(status(plan, "a")).isEqualTo(new ContainerStatus.Running("i-1"));
    assertThat(plan)
        .usingRecursiveComparison()
        .ignoringFields("statuses")
        .isEqualTo(new Scene().plan());
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"STARTING", "ALIVE", "EXITED"})
  @DisplayName("SCH-3 what is locked and on a worker is preparing, and is not started again")
  void lockedOnAWorker(Phase phase) {
    scene.worker("i-1", LARGE, WorkerState.RUNNING).worker("i-2", LARGE, WorkerState.IDLE);
    scene.locked("a", LARGE).run("a", 1, "i-1", phase);
    Plan plan = scene.plan();

    assertThat(status(plan, "a")).isEqualTo(new ContainerStatus.Preparing());
    assertThat(starts(plan)).isEmpty();
  }

  @Test
  @DisplayName("SCH-3 what has a recorded start is not started again, even if no worker shows it")
  void lockedWithRecordedStart() {
    scene.worker("i-2", LARGE, WorkerState.IDLE);
    scene.entry(queued("a", 1, 1).locked(SET, 1).assigned(new InstanceId("i-1")), LARGE);
    Plan plan = scene.plan();

    assertThat(status(plan, "a")).isEqualTo(new ContainerStatus.Preparing());
    assertThat(starts(plan)).isEmpty();
    assertThat(unlocks(plan)).isEmpty();
  }

  @Test
  @DisplayName("SCH-3, CTR-4 what is on hold is not scheduled")
  void onHold() {
    scene.worker("i-1", LARGE, WorkerState.IDLE);
    scene
        .entry(queued("zero", 1, 0), LARGE)
        .entry(queued("below", 1, -5), LARGE)
        .entry(queued("locked", 1, 0).locked(SET, 1), LARGE);
    Plan plan = scene.plan();

    assertThat(locks(plan)).isEmpty();
    assertThat(starts(plan)).isEmpty();
    assertThat(status(plan, "zero")).isEqualTo(new ContainerStatus.OnHold());
    assertThat(status(plan, "below")).isEqualTo(new ContainerStatus.OnHold());
    assertThat(status(plan, "locked")).isEqualTo(new ContainerStatus.OnHold());
  }

  @Test
  @DisplayName("SCH-5 what may still run from an earlier attempt waits, queued or locked")
  void earlierAttempt() {
    scene.worker("i-1", LARGE, WorkerState.RUNNING);
    scene.queued("a", LARGE).run("a", 1, "i-1", Phase.ALIVE);
    scene.entry(queued("b", 1, 1).locked(SET, 2), LARGE).run("b", 1, "i-1", Phase.STARTING);
    Plan plan = scene.plan();

    assertThat(locks(plan)).isEmpty();
    assertThat(starts(plan)).isEmpty();
    assertThat(status(plan, "a")).isEqualTo(new ContainerStatus.PreviousAttemptExiting());
    assertThat(status(plan, "b")).isEqualTo(new ContainerStatus.PreviousAttemptExiting());
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"EXITED", "LOST", "ABSENT", "INSTANCE_GONE"})
  @DisplayName("SCH-5 an earlier attempt that has ended holds nothing back")
  void endedAttempt(Phase phase) {
    scene.worker("i-1", LARGE, WorkerState.IDLE);
    scene.queued("a", LARGE).run("a", 1, "i-1", phase);

    assertThat(locks(scene.plan())).containsExactly("a");
  }

  @Test
  @DisplayName("TYPE-5 what no type fits is cancelled with the reason, queued or locked")
  void nothingFits() {
    scene.queued("a").locked("b");
    Plan plan = scene.plan();

    assertThat(plan.cancels())
        .containsExactlyInAnyOrder(
            new Plan.Cancel(new ContainerId("a"), "nothing is big enough"),
            new Plan.Cancel(new ContainerId("b"), "nothing is big enough"));
    assertThat(status(plan, "a"))
        .isEqualTo(new ContainerStatus.NothingFits("nothing is big enough"));
  }

  @Test
  @DisplayName("TYPE-5 where the queue is shared it is skipped, and its status says why")
  void nothingFitsShared() {
    scene.queued("a");
    scene.cancelUnsatisfiable = false;
    Plan plan = scene.plan();

    assertThat(plan.cancels()).isEmpty();
    assertThat(status(plan, "a"))
        .isEqualTo(new ContainerStatus.NothingFits("nothing is big enough"));
  }

  @Test
  @DisplayName("TYPE-5 what runs already is not cancelled when its type is not configured any more")
  void runningWithoutType() {
    scene.entry(queued("a", 1, 1).locked(SET, 1).running(Scene.T0));

    assertThat(scene.plan().cancels()).isEmpty();
  }

  @Test
  @DisplayName("SCH-11 every container has a status, the finished ones too")
  void allHaveStatuses() {
    scene
        .queued("a", SMALL)
        .entry(queued("b", 1, 1).cancelled("enough"), SMALL)
        .running("c", 1, "i-9", SMALL);
    Plan plan = scene.plan();

    assertThat(plan.statuses().size()).isEqualTo(3);
    assertThat(status(plan, "b")).isEqualTo(new ContainerStatus.Finished());
  }

  @Test
  @DisplayName("a dispatcher that drains takes no new work, and gives back what it had locked")
  void draining() {
    scene.worker("i-1", LARGE, WorkerState.IDLE);
    scene.queued("a", LARGE).locked("b", LARGE).running("c", 1, "i-1", LARGE);
    scene.draining = true;
    Plan plan = scene.plan();

    assertThat(starts(plan)).isEmpty();
    assertThat(locks(plan)).isEmpty();
    assertThat(creates(plan)).isEmpty();
    assertThat(unlocks(plan)).containsExactly("b#1 QUOTA");
    assertThat(status(plan, "a")).isEqualTo(new ContainerStatus.Draining());
  }

  @Test
  @DisplayName("SCH-12 the plan is a function of the snapshot: the order of entries is no matter")
  void shuffled() {
    scene
        .worker("i-1", LARGE, WorkerState.RUNNING)
        .worker("i-2", MEDIUM, WorkerState.IDLE)
        .worker("i-3", MEDIUM, WorkerState.BOOTING)
        .worker(null, LARGE, WorkerState.BOOTING);
    scene.running("r1", 2, "i-1", LARGE).running("r2", 1, "i-1", LARGE);
    for (int i = 0; i < 10; i++) {
      scene.entry(queued("l" + i, 1 + i % 2, 1 + i % 3).locked(SET, 1), MEDIUM, LARGE);
      scene.entry(queued("q" + i, 1 + i % 3, 1 + i % 4), LARGE);
    }
    Plan plan = scene.plan();
    assertThat(starts(plan)).isNotEmpty();
    assertThat(locks(plan)).isNotEmpty();
    assertThat(creates(plan)).isNotEmpty();

    for (long seed = 1; seed <= 20; seed++) {
      Collections.shuffle(scene.entries, new Random(seed));
      assertThat(ReferenceMapper.Result.of(scene.plan()))
          .as("seed %d", seed)
          .isEqualTo(ReferenceMapper.Result.of(plan));
    }
  }

  @Test
  @DisplayName("SCH-12 the order of workers is no matter either")
  void shuffledWorkers() {
    for (int i = 0; i < 12; i++) {
      scene.worker(
          "i-" + i,
          i % 2 == 0 ? MEDIUM : LARGE,
          i % 3 == 0 ? WorkerState.IDLE : WorkerState.BOOTING);
      scene.locked("l" + i, MEDIUM, LARGE);
    }
    Plan plan = scene.plan();

    for (long seed = 1; seed <= 20; seed++) {
      Collections.shuffle(scene.workers, new Random(seed));
      assertThat(ReferenceMapper.Result.of(scene.plan()))
          .as("seed %d", seed)
          .isEqualTo(ReferenceMapper.Result.of(plan));
    }
  }
}
