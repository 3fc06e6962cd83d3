package io.dispatchcloud.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
@DisplayName("The dispatcher in a simulated world keeps every rule")
class SimulationTest {
  private static SimulationResult run(long seed, FaultPlan faults, int containers) {
    return Simulation.builder().seed(seed).faults(faults).containers(containers).run();
  }

  @Test
  @DisplayName("in a storm of all faults at once, with the same logs on every Java runtime")
  void storm() throws Exception {
    long seeds = Boolean.getBoolean("dispatch.soak") ? 2_000 : 200;
    EventLogDigests digests = new EventLogDigests();

    assertThat(
            Seeds.failures(
                LongStream.rangeClosed(1, seeds),
                seed ->
                    Simulation.builder()
                        .seed(seed)
                        .faults(FaultPlan.storm())
                        .containers(100)
                        .events(digests.of(seed))
                        .run()))
        .isEmpty();
    digests.assertGolden(200);
  }

  @Test
  @DisplayName("in ordinary times and in calm ones")
  void ordinary() throws Exception {
    assertThat(
            Seeds.failures(
                LongStream.rangeClosed(1, 10), seed -> run(seed, FaultPlan.ordinary(), 100)))
        .isEmpty();
    assertThat(
            Seeds.failures(LongStream.rangeClosed(1, 5), seed -> run(seed, FaultPlan.calm(), 100)))
        .isEmpty();
  }

  @Test
  @DisplayName("when dispatchers die, double and are suspended all the time")
  void restless() throws Exception {
    FaultPlan restless =
        FaultPlan.storm()
            .with(Fault.DISPATCHER_DIES, 40)
            .with(Fault.DISPATCHER_DOUBLED, 30)
            .with(Fault.CLOCK_JUMPS, 20)
            .with(Fault.STORE_CUT_OFF, 10)
            .with(Fault.SSH_DROPPED_DONE_LATER, 0.1);

    assertThat(Seeds.failures(LongStream.rangeClosed(1, 10), seed -> run(seed, restless, 50)))
        .isEmpty();
  }

  @Test
  @DisplayName("without any fault everything runs once, and the figures say so")
  void calm() {
    SimulationResult result =
        Simulation.builder().seed(7).containers(20).sampleEvery(Duration.ofMinutes(1)).run();

    assertThat(result.violation()).isEmpty();
    SimulationFigures figures = result.figures();
    assertThat(figures.finished()).isEqualTo(20);
    assertThat(figures.starts()).isEqualTo(20);
    assertThat(figures.cancelled()).isZero();
    assertThat(figures.dispatchers()).isEqualTo(1);
    assertThat(figures.instances()).isPositive();
    assertThat(figures.utilisation()).isBetween(0.01, 1.0);
    assertThat(figures.cost()).isGreaterThan(figures.costOfIdle().add(figures.costOfBoot()));
    assertThat(figures.waiting().longest()).isGreaterThanOrEqualTo(figures.waiting().median());
    assertThat(result.samples())
        .extracting(Sample::at)
        .startsWith(Duration.ZERO, Duration.ofMinutes(1));
    assertThat(result.samples()).anySatisfy(sample -> assertThat(sample.busy()).isPositive());
    assertThat(result.lastEvents()).isNotEmpty().hasSizeLessThanOrEqualTo(200);
  }
}
