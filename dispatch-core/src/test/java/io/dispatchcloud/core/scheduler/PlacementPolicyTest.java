package io.dispatchcloud.core.scheduler;

import static io.dispatchcloud.core.scheduler.Scene.LARGE;
import static io.dispatchcloud.core.scheduler.Scene.MEDIUM;
import static io.dispatchcloud.core.scheduler.Scene.SET;
import static io.dispatchcloud.core.scheduler.Scene.SMALL;
import static io.dispatchcloud.core.scheduler.Scene.creates;
import static io.dispatchcloud.core.scheduler.Scene.queued;
import static io.dispatchcloud.core.scheduler.Scene.starts;
import static io.dispatchcloud.core.scheduler.Scene.type;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.core.PlacementPolicy;
import io.dispatchcloud.core.WorkerState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SCH-6 which type a new instance has")
class PlacementPolicyTest {
  /** Twice a medium one for 3: cheaper for two, dearer for one. */
  private static final InstanceType DOUBLE = type("double", 4, "3");

  private final Scene scene = new Scene();

  private void locked(String id, int vcpus, InstanceType... types) {
    scene.entry(queued(id, vcpus, 1).locked(SET, 1), types);
  }

  @Test
  @DisplayName("SCH-6 by default the cheapest")
  void cheapest() {
    locked("a", 2, MEDIUM, DOUBLE);
    locked("b", 2, MEDIUM, DOUBLE);

    assertThat(creates(scene.plan())).containsExactly("medium", "medium");
  }

  @Test
  @DisplayName("SCH-6 packing: one larger instance where those that wait share it for less")
  void packing() {
    scene.policy = PlacementPolicy.packing();
    locked("a", 2, MEDIUM, DOUBLE);
    locked("b", 2, MEDIUM, DOUBLE);
    locked("c", 2, MEDIUM, DOUBLE);

    // Two share; the third is alone, and gets what is cheapest for one.
    assertThat(creates(scene.plan())).containsExactly("double", "medium");
  }

  @Test
  @DisplayName("SCH-6 packing: not for those that have a place already")
  void packingCountsOnlyWhoNeedsOne() {
    scene.policy = PlacementPolicy.packing();
    scene.worker("i-1", SMALL, WorkerState.BOOTING);
    locked("a", 2, MEDIUM, DOUBLE);
    scene.entry(queued("b", 1, 1).locked(SET, 1), SMALL, MEDIUM, DOUBLE);

    assertThat(creates(scene.plan())).containsExactly("medium");
  }

  @Test
  @DisplayName("SCH-6 packing: different kinds share, as many as there is room for")
  void packingMixes() {
    scene.policy = PlacementPolicy.packing();
    locked("a", 2, MEDIUM, DOUBLE);
    for (int i = 0; i < 3; i++) {
      scene.entry(queued("b" + i, 1, 1).locked(SET, 1), SMALL, MEDIUM, DOUBLE);
    }

    // a, b0 and b1 on one for 3 instead of 2 + 1 + 1; b2 alone.
    assertThat(creates(scene.plan())).containsExactly("double", "small");
  }

  @Test
  @DisplayName("ROOM-3 packing: never more than may run on one instance")
  void packingWithinTheLimit() {
    scene.policy = PlacementPolicy.packing();
    scene.containersMax = 1;
    locked("a", 2, MEDIUM, DOUBLE);
    locked("b", 2, MEDIUM, DOUBLE);

    assertThat(creates(scene.plan())).containsExactly("medium", "medium");
  }

  @Test
  @DisplayName("SCH-6 packing: a type at capacity is no candidate")
  void packingWhatThereIs() {
    scene.policy = PlacementPolicy.packing();
    scene.atCapacity.add("double");
    locked("a", 2, MEDIUM, DOUBLE);
    locked("b", 2, MEDIUM, DOUBLE);

    assertThat(creates(scene.plan())).containsExactly("medium", "medium");
  }

  @Test
  @DisplayName("SCH-6 spotAware: what is taken away often is dear for what runs long")
  void spotAware() {
    InstanceType shaky = preemptible("shaky", "1.0");
    InstanceType steady = preemptible("steady", "1.4");
    locked("a", 1, shaky, steady);

    scene.policy = spotAware(Duration.ofMinutes(6));
    assertThat(creates(scene.plan())).containsExactly("shaky");

    // (e^(0.5 x 4) - 1) / 0.5 = 12.8 hours on the shaky one, and 4.9 on the steady one.
    scene.policy = spotAware(Duration.ofHours(4));
    assertThat(creates(scene.plan())).containsExactly("steady");
  }

  private static PlacementPolicy spotAware(Duration runTime) {
    return PlacementPolicy.spotAware(
        type -> type.name().equals("shaky") ? 0.5 : 0.1, container -> runTime);
  }

  private static InstanceType preemptible(String name, String price) {
    return InstanceType.builder(name, 1, 1_000, new BigDecimal(price)).preemptible(true).build();
  }

  @Test
  @DisplayName(
      "SCH-6 a policy of one's own sees the candidates, cheapest first, and its word holds")
  void ownPolicy() {
    List<List<InstanceType>> seen = new ArrayList<>();
    scene.policy =
        choice -> {
          seen.add(choice.candidates());
          return choice.candidates().get(choice.candidates().size() - 1);
        };
    locked("a", 1, SMALL, MEDIUM, LARGE);
    scene.atCapacity.add("medium");

    assertThat(creates(scene.plan())).containsExactly("large");
    assertThat(seen).containsExactly(List.of(SMALL, LARGE));
  }

  @Test
  @DisplayName("SCH-6 packing: company that may not run does not count")
  void packingWithinTheLimits() {
    scene.policy = PlacementPolicy.packing();
    scene.limits = new Limits(1, 0, 0);
    locked("a", 2, MEDIUM, DOUBLE);
    locked("b", 2, MEDIUM, DOUBLE);

    assertThat(creates(scene.plan())).containsExactly("medium");
  }

  @Test
  @DisplayName(
      "SCH-6 a policy that chooses what was not offered: the cheapest, and the plan says so")
  void notOffered() {
    scene.policy = choice -> LARGE;
    locked("a", 1, SMALL, MEDIUM);
    Plan plan = scene.plan();

    assertThat(creates(plan)).containsExactly("small");
    assertThat(plan.policyFailure()).contains("a is offered").contains("gets large");
  }

  @Test
  @DisplayName("SCH-6 a policy that throws for one container stops no other one")
  void throwing() {
    scene.policy =
        choice -> {
          throw new IllegalArgumentException("no label runTime");
        };
    scene.worker("i-1", SMALL, WorkerState.IDLE);
    scene.entry(queued("a", 1, 1).locked(SET, 1), SMALL);
    locked("b", 2, MEDIUM, DOUBLE);
    Plan plan = scene.plan();

    assertThat(starts(plan)).containsExactly("a#1 on i-1");
    assertThat(creates(plan)).containsExactly("medium");
    assertThat(plan.policyFailure()).contains("b: ").contains("no label runTime");
  }
}
