package io.dispatchcloud.test.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.PlacementPolicy;
import io.dispatchcloud.core.Settings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
@DisplayName("A simulation is described")
class SimulationBuilderTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static SimulatedContainer container(String id, Duration after) {
    ContainerSpec spec =
        ContainerSpec.builder(id, Needs.of(1, 1L << 30), RunSpec.of("run")).build();
    return new SimulatedContainer(spec, after, MINUTE, 0);
  }

  @Test
  @DisplayName("with its own workload, types, settings and policy")
  void everything() {
    InstanceType own =
        InstanceType.builder("own", 4, 8L << 30, new BigDecimal("0.5"))
            .includedScratch(1L << 40)
            .build();
    Set<InstanceId> seen = new TreeSet<>();

    SimulationResult result =
        Simulation.builder()
            .workload(List.of(container("a", Duration.ZERO), container("b", MINUTE)))
            .types(List.of(own))
            .configure(config -> config.set(Settings.TIMEOUT_IDLE, Duration.ofMinutes(10)))
            .placement(PlacementPolicy.packing())
            .timeLimit(Duration.ofHours(2))
            .driver((driver, clock) -> new ListeningDriver(driver, seen))
            .run();

    assertThat(result.violation()).as(result.report()).isEmpty();
    assertThat(result.figures().finished()).isEqualTo(2);
    assertThat(result.figures().instances()).as("one idles long enough for both").isEqualTo(1);
    assertThat(seen).as("what the wrapped driver made").hasSize(1);
    assertThat(result.replayCommand())
        .isEqualTo("./dispatch simulate --seed 1 --faults none --containers 2");
  }

  @Test
  @DisplayName("what takes longer than it may breaks a rule, and the report tells how to replay it")
  void timeLimit() {
    SimulationResult result = Simulation.builder().seed(3).containers(10).timeLimit(MINUTE).run();

    assertThat(result.violation())
        .hasValueSatisfying(each -> assertThat(each.rule()).isEqualTo("CTR-1"));
    assertThat(result.report())
        .contains("seed: 3", "faults: none", "containers do not end, the first is")
        .contains("replay: ./dispatch simulate --seed 3 --faults none --containers 10");
  }

  @Test
  @DisplayName("and what can't be is refused")
  void refusals() {
    Simulation.Builder builder = Simulation.builder();
    assertThatThrownBy(() -> builder.containers(0)).hasMessageStartingWith("containers: '0'; exp");
    assertThatThrownBy(() -> builder.workload(List.of())).hasMessageStartingWith("workload: noth");
    SimulatedContainer a = container("a", Duration.ZERO);
    assertThatThrownBy(() -> builder.workload(List.of(a, a)))
        .hasMessage("workload: 'a' twice; expected each id once");
    assertThatThrownBy(() -> builder.types(List.of())).hasMessageStartingWith("types: nothing");
    assertThatThrownBy(() -> builder.timeLimit(Duration.ZERO)).hasMessageStartingWith("timeLimit");
    assertThatThrownBy(() -> builder.sampleEvery(Duration.ZERO)).hasMessageContaining("more than");
    assertThatThrownBy(() -> new SimulatedContainer(a.spec(), MINUTE.negated(), MINUTE, 0))
        .hasMessage("submittedAfter of a: 'PT-1M'; expected 0 to ten years");
    assertThatThrownBy(() -> new SimulatedContainer(a.spec(), MINUTE, MINUTE, 256))
        .hasMessage("exitStatus of a: '256'; expected 0 to 255");
  }
}
