package io.dispatchcloud.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.Settings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
@DisplayName("CONF budgetPerContainer in a storm")
class BudgetPerContainerTest {
  private static final int SEEDS = 20;

  /** Few are cancelled before they can cost anything. */
  private static final FaultPlan STORM =
      FaultPlan.storm().with(Fault.USER_CANCELS, 0.2).with(Fault.USER_DELETES, 0.2);

  /** Containers that run for hours: in a storm most of their instances do not last so long. */
  private static List<SimulatedContainer> longOnes() {
    return IntStream.rangeClosed(1, 24)
        .mapToObj(
            i ->
                new SimulatedContainer(
                    ContainerSpec.builder(
                            "c" + i, Needs.of(1 + i % 4, Worlds.GIB), RunSpec.of("run", "c" + i))
                        .priority(1 + i % 3)
                        .preemptible(i % 5 == 0)
                        .build(),
                    Duration.ofMinutes(i),
                    Duration.ofHours(1 + i % 6),
                    0))
        .toList();
  }

  @Test
  @DisplayName(
      "no container is started that has cost that much; all others are, and what runs ends")
  void neverStartedAgain() throws Exception {
    AtomicInteger givenUp = new AtomicInteger();
    AtomicInteger completed = new AtomicInteger();

    assertThat(
            Seeds.failures(
                LongStream.rangeClosed(1, SEEDS),
                seed ->
                    Simulation.builder()
                        .seed(seed)
                        .faults(STORM)
                        .workload(longOnes())
                        .configure(
                            config ->
                                config
                                    .set(Settings.BUDGET_PER_CONTAINER, new BigDecimal("0.15"))
                                    .set(Settings.MAX_RETRY_ATTEMPTS, 20L))
                        .events(
                            line -> {
                              givenUp.addAndGet(line.contains("gives up") ? 1 : 0);
                              completed.addAndGet(line.contains(" COMPLETE") ? 1 : 0);
                            })
                        .run()))
        .isEmpty();
    assertThat(givenUp.get()).as("had cost too much").isGreaterThan(2 * SEEDS);
    assertThat(completed.get()).as("came to their end").isGreaterThan(2 * SEEDS);
  }
}
