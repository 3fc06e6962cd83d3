package io.dispatchcloud.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.ContainerId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@Label("The mapper, whatever the queue and the pool are")
class MapperPropertyTest {
  @Property(tries = 20_000)
  @Label("SCH-4 SCH-5 SCH-6 SCH-12 gives the plan that the rules say, written down plainly")
  void asTheRulesSay(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int size) {
    RandomScene scene = new RandomScene(seed, size);

    Plan plan = scene.mapper().plan(scene.snapshot());

    assertThat(ReferenceMapper.Result.of(plan))
        .isEqualTo(
            ReferenceMapper.plan(
                scene.snapshot(),
                scene.sizer,
                scene.containersMax,
                scene.cancelUnsatisfiable,
                scene.budgets));
  }

  @Property(tries = 100)
  @Label("SCH-4 gives that plan for long queues, too, where many are alike and follow each other")
  void longQueues(@ForAll long seed, @ForAll @IntRange(min = 200, max = 500) int size) {
    asTheRulesSay(seed, size);
  }

  @Property(tries = 2_000)
  @Label("SCH-2 gives the same plan whatever order its input comes in")
  void anyOrder(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int size) {
    RandomScene scene = new RandomScene(seed, size);
    // What is being created has no name, and is known by its place in the list alone.
    scene.workers.removeIf(worker -> worker.id() == null);
    Plan before = scene.mapper().plan(scene.snapshot());

    Collections.shuffle(scene.entries, new Random(seed));
    Collections.shuffle(scene.workers, new Random(seed));
    Plan after = scene.mapper().plan(scene.snapshot());

    assertThat(ReferenceMapper.Result.of(after)).isEqualTo(ReferenceMapper.Result.of(before));
    assertThat(inOrder(after)).isEqualTo(inOrder(before));
  }

  private static List<ContainerId> inOrder(Plan plan) {
    List<ContainerId> ids = new ArrayList<>();
    plan.statuses().forEach((id, status) -> ids.add(id));
    return ids;
  }
}
