package io.dispatchcloud.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.ContainerId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
                  scene.budget));
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

  private static List<ContainerId> inOrder(Plan plan) {
    List<ContainerId> ids = new ArrayList<>();
    plan.statuses().forEach((id, status) -> ids.add(id));
    return ids;
  }
}
