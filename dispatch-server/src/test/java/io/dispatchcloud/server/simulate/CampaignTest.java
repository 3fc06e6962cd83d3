package io.dispatchcloud.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.test.sim.FaultPlan;
import io.dispatchcloud.test.sim.Simulation;
import io.dispatchcloud.test.sim.SimulationResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Several seeds at once")
class CampaignTest {
  private static final int PROCESSORS = 2;

  private final Set<Long> simulated = ConcurrentHashMap.newKeySet();

  private SimulationResult good(long seed) {
    return simulate(seed, Duration.ofDays(30));
  }

  private SimulationResult bad(long seed) {
    return simulate(seed, Duration.ofSeconds(2));
  }

  private SimulationResult simulate(long seed, Duration timeLimit) {
    simulated.add(seed);
    return Simulation.builder()
        .seed(seed)
        .faults(FaultPlan.none())
        .containers(1)
        .timeLimit(timeLimit)
        .run();
  }

  private static Campaign campaign(LongFunction<SimulationResult> simulation, int seeds) {
    return new Campaign(simulation, 10, seeds, InstantSource.system());
  }

  @Test
  @DisplayName("are all simulated, once each, and told in their order")
  void all() throws Exception {
    Campaign campaign = campaign(this::good, 5);

    Outcome outcome = campaign.run(PROCESSORS);

    assertThat(simulated).containsExactlyInAnyOrder(10L, 11L, 12L, 13L, 14L);
    assertThat(outcome.figures()).hasSize(5);
    assertThat(outcome.failed()).isNull();
    assertThat(outcome.last().seed()).isEqualTo(14);
    assertThat(campaign.progress()).startsWith("5 of 5 seeds, no violation, ");
  }

  @Test
  @DisplayName("end with the lowest that breaks a rule, though a higher one was faster")
  void lowestFailure() throws Exception {
    CountDownLatch higherIsDone = new CountDownLatch(1);
    Campaign campaign =
        campaign(
            seed -> {
              if (seed == 10) {
                await(higherIsDone);
              }
              SimulationResult result = bad(seed);
              higherIsDone.countDown();
              return result;
            },
            1_000);

    Outcome outcome = campaign.run(PROCESSORS);

    assertThat(outcome.failed().seed()).isEqualTo(10);
    assertThat(simulated).hasSizeLessThan(1_000);
    assertThat(outcome.last()).isNull();
    assertThat(campaign.progress()).contains("a violation");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("end when the simulator itself fails, with the seed at which it did")
  void brokenSimulator() throws Exception {
    Campaign campaign =
        campaign(
            seed -> {
              throw new IllegalStateException("no more sand");
            },
            1_000);

    Outcome outcome = campaign.run(PROCESSORS);

    assertThat(outcome.broken())
        .hasToString(
            "the simulation of seed 10 ended by java.lang.IllegalStateException: no more sand");
    assertThat(outcome.figures()).isEmpty();
    assertThat(outcome.failed()).isNull();
  }

  @Test
  @DisplayName("end with both where one breaks a rule and a higher one the simulator")
  void both() throws Exception {
    CountDownLatch higherIsBroken = new CountDownLatch(1);
    Campaign campaign =
        campaign(
            seed -> {
              if (seed > 10) {
                higherIsBroken.countDown();
                throw new StackOverflowError("too deep");
              }
              await(higherIsBroken);
              return bad(seed);
            },
            1_000);

    Outcome outcome = campaign.run(PROCESSORS);

    assertThat(outcome.failed().seed()).isEqualTo(10);
    assertThat(outcome.broken().seed()).isEqualTo(11);
    assertThat(outcome.broken().failure()).isInstanceOf(StackOverflowError.class);
  }

  @Test
  @DisplayName("tell how far they are in the same words wherever they run")
  void locale() throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      Campaign campaign = new Campaign(this::good, 10, 2, new Hours());

      campaign.run(1);

      assertThat(campaign.progress())
          .matches("2 of 2 seeds, no violation, 0\\.0 seeds and [0-9,]+ events a second");
    } finally {
      Locale.setDefault(before);
    }
  }

  /** An hour passes whenever somebody looks. */
  private static final class Hours implements InstantSource {
    private Instant now = Instant.EPOCH;

    @Override
    public synchronized Instant instant() {
      now = now.plus(Duration.ofHours(1));
      return now;
    }
  }
}
