package io.dispatchcloud.test.sim.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The scales of a chart")
class ScaleTest {
  private static List<String> labels(Scale scale) {
    return scale.marks().stream().map(scale::label).toList();
  }

  @Test
  @DisplayName("go in steps of 1, 2 or 5, and end at or above the largest value")
  void steps() {
    assertThat(labels(Scale.upTo(47, 5, true))).containsExactly("0", "10", "20", "30", "40", "50");
    assertThat(labels(Scale.upTo(12_345, 5, true)))
        .containsExactly("0", "5,000", "10,000", "15,000");
    assertThat(labels(Scale.upTo(0.09, 5, false)))
        .containsExactly("0.00", "0.02", "0.04", "0.06", "0.08", "0.10");
  }

  @Test
  @DisplayName("of whole things have no marks between the numbers, and something to show of none")
  void whole() {
    assertThat(labels(Scale.upTo(2, 5, true))).containsExactly("0", "1", "2");
    assertThat(labels(Scale.upTo(0, 5, true))).containsExactly("0", "1");
  }

  @Test
  @DisplayName("of time have the unit that fits")
  void time() {
    assertThat(TimeScale.upTo(Duration.ofSeconds(90)).unit()).isEqualTo("seconds");
    assertThat(TimeScale.upTo(Duration.ofMinutes(90)).unit()).isEqualTo("minutes");
    assertThat(TimeScale.upTo(Duration.ofHours(90)).unit()).isEqualTo("hours");
    assertThat(TimeScale.upTo(Duration.ofDays(150)).unit()).isEqualTo("days");
    assertThat(TimeScale.upTo(Duration.ofHours(10)).part(Duration.ofHours(5))).isEqualTo(0.5);
  }
}
