package io.dispatchcloud.core.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.core.PlacementPolicy;
import io.dispatchcloud.core.sizing.Sizer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A slice of a real trace, replayed in virtual time under each placement policy")
class ReplayTest {
  private static final long GIB = 1L << 30;
  private static final long SEED = 1;
  private static final String DEFAULT_FACTOR = "1.5";
  private static final Menu ON_DEMAND = Menu.onDemand();

  /** The first two hundred jobs, which come ten times as fast and end after an hour. */
  private static final Trace SLICE =
      Trace.openb().first(200).runningAtMost(Duration.ofHours(1)).faster(10);

  @Test
  @DisplayName("is done to the last job and costs no less than the bound; packing does no harm")
  void onDemand() {
    Figures cheapest = assertWhole("cheapest", ON_DEMAND, PlacementPolicy.cheapest());
    Figures packing = assertWhole("packing", ON_DEMAND, PlacementPolicy.packing());

    assertThat(packing.cost()).isLessThan(1.01 * cheapest.cost());
  }

  @Test
  @DisplayName("is cheaper with packing if all comes at once and runs equally long")
  void packing() {
    Trace batch = SLICE.first(100).atOnce().running(Duration.ofHours(1));

    Figures cheapest = Replay.run(batch, ON_DEMAND, PlacementPolicy.cheapest(), "4", SEED);
    Figures packing = Replay.run(batch, ON_DEMAND, PlacementPolicy.packing(), "4", SEED);

    assertThat(packing.cost()).isBetween(packing.bound(), 0.95 * cheapest.cost());
    assertThat(packing.utilisation()).isGreaterThan(cheapest.utilisation());
  }

  @Test
  @DisplayName("is done to the last job on instances that are taken away, too")
  void preemptible() {
    Menu menu = Menu.preemptible(1_000);

    Map<String, Figures> all = new LinkedHashMap<>();
    Comparison.preemptible(SLICE, menu)
        .forEach((name, policy) -> all.put(name, assertWhole(name, menu, policy)));

    assertThat(all.values())
        .allSatisfy(figures -> assertThat(figures.interruptions()).isPositive());
  }

  private static Figures assertWhole(String name, Menu menu, PlacementPolicy policy) {
    Figures figures = Replay.run(SLICE, menu, policy, DEFAULT_FACTOR, SEED);
    assertThat(figures.completed()).as("%s completes", name).isEqualTo(figures.jobs());
    assertThat(figures.jobs()).as("nearly all jobs fit").isGreaterThan(190);
    assertThat(figures.cost()).as("the cost of %s", name).isGreaterThan(figures.bound());
    assertThat(figures.utilisation()).as("what %s uses", name).isBetween(0.1, 1.0);
    return figures;
  }

  @Test
  @DisplayName("comes to the same figures twice")
  void deterministic() {
    Trace trace = SLICE.first(100);
    Menu menu = Menu.preemptible(1_000);
    PlacementPolicy policy = Comparison.preemptible(trace, menu).get("spotAware");

    Figures once = Replay.run(trace, menu, policy, DEFAULT_FACTOR, SEED);
    Figures again = Replay.run(trace, menu, policy, DEFAULT_FACTOR, SEED);

    assertThat(again).isEqualTo(once);
  }

  @Test
  @DisplayName("has a bound that is the dearest resource's cost, when the other one is free")
  void boundOfOneResource() {
    InstanceType wide = type("wide", 8, 8, "0.8");
    InstanceType high = type("high", 4, 32, "0.8");
    List<Job> onlyCpu = List.of(job("cpu", 8, 0, 2), job("more", 4, 0, 2));

    assertThat(bound(onlyCpu, wide, high)).as("24 vCPU hours at 0.1").isCloseTo(2.4, within(0.01));
  }

  @Test
  @DisplayName("has a bound that counts both resources where no type has both cheaply")
  void boundOfBothResources() {
    InstanceType wide = type("wide", 8, 8, "0.8");
    InstanceType high = type("high", 4, 32, "0.8");

    // By its vCPUs alone it would be 0.40, and by its RAM alone 0.21.
    assertThat(bound(List.of(job("both", 4, 8, 1)), wide, high)).isCloseTo(0.463, within(0.002));
  }

  private static double bound(List<Job> jobs, InstanceType... types) {
    Sizer sizer = new Sizer(List.of(types), Sizer.Overheads.NONE, BigDecimal.ONE);
    return LowerBound.of(jobs, List.of(types), sizer);
  }

  private static InstanceType type(String name, int vcpus, long ramGib, String price) {
    return InstanceType.builder(name, vcpus, ramGib * GIB, new BigDecimal(price)).build();
  }

  private static Job job(String id, int vcpus, long ramGib, int hours) {
    return new Job(id, Duration.ZERO, Needs.of(vcpus, ramGib * GIB), Duration.ofHours(hours));
  }
}
