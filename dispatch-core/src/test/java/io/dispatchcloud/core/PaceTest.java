package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The next pass comes")
class PaceTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Pace pace = new Pace();

  @Test
  @DisplayName("a hundredth of a second after a change: the rest of its swarm has come by then")
  void swarm() {
    assertThat(pace.untilNextPass(NOW)).isEqualTo(Duration.ofMillis(10));
    pace.passed(NOW, 100);
    assertThat(pace.untilNextPass(NOW.plusMillis(1))).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  @DisplayName("at a distance from the last one that grows with what there is to look at")
  void distance() {
    pace.passed(NOW, 20_000);

    assertThat(pace.untilNextPass(NOW)).isEqualTo(Duration.ofMillis(200));
    assertThat(pace.untilNextPass(NOW.plusMillis(150))).isEqualTo(Duration.ofMillis(50));
    assertThat(pace.untilNextPass(NOW.plusSeconds(1))).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  @DisplayName("within a quarter of a second, however much there is")
  void most() {
    pace.passed(NOW, Integer.MAX_VALUE);

    assertThat(pace.untilNextPass(NOW)).isEqualTo(Duration.ofMillis(250));
  }
}
