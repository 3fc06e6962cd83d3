package io.dispatchcloud.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.pool.RunView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@Label("A planner, which keeps what it read")
class PlannerTest {
  private static final int PASSES = 8;

  @Property(tries = 3_000)
  @Label("SCH-2 SCH-4 makes the plans that the rules say, whatever changes in between")
  void asOneThatKeepsNothing(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int size, @ForAll boolean sorted) {
    RandomScene scene = new RandomScene(seed, size);
    Planner planner = scene.mapper().planner();
    for (int pass = 0; pass < PASSES; pass++) {
      if (sorted) {
        scene.entries.sort(Comparator.comparing(entry -> entry.container().id()));
      }
      Snapshot snapshot = scene.snapshot();
      planner.look(snapshot.entries(), snapshot.pool());
      Plan plan = planner.plan(snapshot.limits(), snapshot.draining());

      assertThat(ReferenceMapper.Result.of(plan))
          .as("pass %s", pass)
          .isEqualTo(
              ReferenceMapper.plan(
                  snapshot,
                  scene.sizer,
                  scene.containersMax,
                  scene.cancelUnsatisfiable,
                  scene.budgets));
      assertThat(inOrder(plan)).isEqualTo(inOrder(scene.mapper().plan(snapshot)));
      scene.change(1 + scene.random.nextInt(3));
    }
  }

  @Property(tries = 60)
  @Label("SCH-2 and does so in long queues, where a few changes are carried over")
  void longQueues(
      @ForAll long seed, @ForAll @IntRange(min = 200, max = 500) int size, @ForAll boolean sorted) {
    asOneThatKeepsNothing(seed, size, sorted);
  }

  @Example
  @Label("SCH-5 forgets what it read when a pass fails half way, as for want of memory")
  void failsHalfWay() {
    for (long seed = 1; seed <= 300; seed++) {
      RandomScene scene = new RandomScene(seed, 40);
      Planner planner = scene.mapper().planner();
      planner.look(scene.snapshot().entries(), scene.snapshot().pool());
      scene.change(3);
      Snapshot snapshot = scene.snapshot();
      lookAndFail(planner, snapshot.entries(), scene, scene.random.nextInt(40));

      planner.look(snapshot.entries(), snapshot.pool());
      Plan plan = planner.plan(snapshot.limits(), snapshot.draining());

      assertThat(ReferenceMapper.Result.of(plan))
          .as("seed %s", seed)
          .isEqualTo(ReferenceMapper.Result.of(scene.mapper().plan(snapshot)));
    }
  }

  /** The runs can't be looked up any more after some of them. */
  private static void lookAndFail(
      Planner planner, List<QueueEntry> entries, RandomScene scene, int after) {
    int[] left = {after};
    Map<ContainerId, List<RunView>> failing =
        new HashMap<>(scene.runs) {
          @Override
          public List<RunView> get(Object id) {
            if (left[0]-- == 0) {
              throw new IllegalStateException("no memory");
            }
            return super.get(id);
          }
        };
    try {
      planner.look(entries, scene.pool(failing));
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("no memory");
    }
  }

  private static List<ContainerId> inOrder(Plan plan) {
    List<ContainerId> ids = new ArrayList<>();
    plan.statuses().forEach((id, status) -> ids.add(id));
    return ids;
  }
}
