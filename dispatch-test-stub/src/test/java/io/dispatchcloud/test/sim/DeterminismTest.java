package io.dispatchcloud.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
@DisplayName("One seed decides everything")
class DeterminismTest {
  private static List<String> log(long seed, FaultPlan faults) {
    List<String> lines = new ArrayList<>();
    Simulation.builder().seed(seed).faults(faults).containers(60).events(lines::add).run();
    return lines;
  }

  @Test
  @DisplayName("two runs of one seed write the same event log")
  void twice() {
    assertThat(log(5, FaultPlan.storm())).isEqualTo(log(5, FaultPlan.storm())).isNotEmpty();
  }

  @Test
  @DisplayName("another seed is another run")
  void another() {
    assertThat(log(5, FaultPlan.storm())).isNotEqualTo(log(6, FaultPlan.storm()));
  }
}
