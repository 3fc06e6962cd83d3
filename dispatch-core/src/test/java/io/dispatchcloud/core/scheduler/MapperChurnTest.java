package io.dispatchcloud.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.ContainerStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@Label("Passes after passes: nothing is churned")
class MapperChurnTest {
  private static final int ROUNDS = 6;

  @Property(tries = 300)
  @Label(
      "SCH-2 SCH-7 passes with nothing in between come to rest, and none locks and unlocks by turns")
  void comesToRest(@ForAll long seed, @ForAll @IntRange(min = 1, max = 25) int size) {
    SmallCloud cloud = new SmallCloud(seed, size);
    for (int round = 0; round < ROUNDS; round++) {
      Map<ContainerId, Integer> locks = new HashMap<>();
      String before = "";
      int passes = 0;
      while (!cloud.state().equals(before)) {
        assertThat(++passes).as("passes until it rests").isLessThanOrEqualTo(2 * size + 5);
        before = cloud.state();
        Plan plan = cloud.plan();
        plan.locks().forEach(id -> locks.merge(id, 1, Integer::sum));
        cloud.apply(plan);
        cloud.create(plan);
      }
      assertThat(locks).allSatisfy((id, count) -> assertThat(count).as("%s", id).isEqualTo(1));
      cloud.boot();
      cloud.endSome();
      cloud.bill();
    }
  }

  @Property(tries = 300)
  @Label("SCH-5 what is locked has a place, or an instance that is created for it")
  void lockedIsPlaced(@ForAll long seed, @ForAll @IntRange(min = 1, max = 25) int size) {
    SmallCloud cloud = new SmallCloud(seed, size);
    for (int round = 0; round < ROUNDS; round++) {
      Plan plan = cloud.plan();
      cloud.apply(plan);
      cloud.create(plan);
      Plan next = cloud.plan();
      for (ContainerId id : plan.locks()) {
        assertThat(next.statuses().get(id))
            .as("%s in %s", id, cloud.state())
            .isInstanceOfAny(
                ContainerStatus.Preparing.class, ContainerStatus.WaitingForInstance.class);
      }
      cloud.boot();
      cloud.endSome();
    }
  }

  @Property(tries = 300)
  @Label("SCH-12 a plan that is carried out twice changes nothing more")
  void twice(@ForAll long seed, @ForAll @IntRange(min = 1, max = 25) int size) {
    SmallCloud cloud = new SmallCloud(seed, size);
    for (int round = 0; round < ROUNDS; round++) {
      Plan plan = cloud.plan();
      cloud.apply(plan);
      String once = cloud.state();
      cloud.apply(plan);
      assertThat(cloud.state()).isEqualTo(once);
      cloud.create(plan);
      cloud.boot();
    }
  }

  @Property(tries = 300)
  @Label("SCH-2 what comes last changes nothing for all that come before it")
  void lastComesLast(@ForAll long seed, @ForAll @IntRange(min = 1, max = 25) int size) {
    SmallCloud cloud = new SmallCloud(seed, size);
    for (int round = 0; round < ROUNDS; round++) {
      ReferenceMapper.Result without = ReferenceMapper.Result.of(cloud.plan());
      Container last = cloud.submit(1);
      ReferenceMapper.Result with = ReferenceMapper.Result.of(cloud.plan());
      with.statuses().remove(last.id());
      List<ContainerId> locks = new ArrayList<>(with.locks());
      locks.remove(last.id());

      assertThat(with.starts()).isEqualTo(without.starts());
      assertThat(locks).isEqualTo(without.locks());
      assertThat(with.creates()).isEqualTo(without.creates());
      assertThat(with.unlocks()).isEqualTo(without.unlocks());
      assertThat(with.statuses()).isEqualTo(without.statuses());

      Plan plan = cloud.plan();
      cloud.apply(plan);
      cloud.create(plan);
      cloud.boot();
      cloud.endSome();
    }
  }
}
