package io.dispatchcloud.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.core.DispatcherConfig;
import io.dispatchcloud.core.Settings;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
@DisplayName("Checkers go by the dispatcher's settings")
class SettingsTest {
  private static void assertKeepsTheRules(
      FaultPlan faults, Consumer<DispatcherConfig.Builder> settings) {
    SimulationResult result =
        Simulation.builder().seed(3).containers(10).faults(faults).configure(settings).run();
    assertThat(result.violation()).as(result.report()).isEmpty();
  }

  private static Patience patience(Consumer<DispatcherConfig.Builder> settings) {
    DispatcherConfig.Builder config = Worlds.configuration();
    Worlds.types().forEach(config::instanceType);
    settings.accept(config);
    return new Patience(config.build());
  }

  @Test
  @DisplayName("POOL-20 idle instances may be kept for as long as is set")
  void longIdle() {
    assertKeepsTheRules(
        FaultPlan.none(), config -> config.set(Settings.TIMEOUT_IDLE, Duration.ofHours(3)));
  }

  @Test
  @DisplayName("POOL-20 a boot may take as long as is set")
  void longBoot() {
    assertKeepsTheRules(
        FaultPlan.none().with(Fault.BOOT_NEVER, 0.3),
        config -> config.set(Settings.TIMEOUT_BOOTING, Duration.ofHours(2)));
  }

  @Test
  @DisplayName("POOL-14 busy instances are watched however short the time to answer is")
  void shortAnswers() {
    Patience patience =
        patience(
            config ->
                config
                    .set(Settings.TIMEOUT_PROBE, Duration.ofSeconds(40))
                    .set(Settings.PROBE_INTERVAL, Duration.ofSeconds(10)));

    assertThat(patience.silence()).isEqualTo(Duration.ofSeconds(20));
    assertKeepsTheRules(
        FaultPlan.ordinary(), config -> config.set(Settings.TIMEOUT_PROBE, Duration.ofSeconds(40)));
  }

  @Test
  @DisplayName("POOL-14 a silence counts from the shorter of what is set for answers and for boots")
  void shortBoots() {
    Patience patience =
        patience(config -> config.set(Settings.TIMEOUT_BOOTING, Duration.ofMinutes(6)));

    assertThat(patience.silence()).isEqualTo(Duration.ofMinutes(4));
  }
}
