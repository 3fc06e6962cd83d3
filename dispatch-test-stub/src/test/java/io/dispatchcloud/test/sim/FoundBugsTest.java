package io.dispatchcloud.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.core.Settings;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
@DisplayName("What the simulator has found stays mended")
class FoundBugsTest {
  private static void assertKeepsTheRules(UnaryOperator<Simulation.Builder> description) {
    SimulationResult result = description.apply(Simulation.builder().containers(30)).run();
    assertThat(result.violation()).as(result.report()).isEmpty();
  }

  @Test
  @DisplayName("POOL-8 a new dispatcher creates nothing before it knows what is there")
  void createsAfterTheFirstListing() {
    assertKeepsTheRules(
        simulation ->
            simulation
                .seed(2)
                .faults(
                    FaultPlan.none().with(Fault.DISPATCHER_DIES, 10).with(Fault.LISTING_FAILS, 0.7))
                .configure(config -> config.set(Settings.MAX_INSTANCES, 3L)));
  }

  @Test
  @DisplayName("POOL-6 a create counts until its call returns, though a listing was faster")
  void slowCreatesCount() {
    assertKeepsTheRules(
        simulation ->
            simulation
                .seed(2)
                .faults(FaultPlan.none().with(Fault.CREATE_SLOW, 1))
                .configure(
                    config ->
                        config
                            .set(Settings.MAX_CONCURRENT_INSTANCE_CREATE_OPS, 1L)
                            .set(Settings.SYNC_INTERVAL, Duration.ofSeconds(5))));
  }
}
