package io.dispatchcloud.test.sim.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.test.sim.Sample;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The chart of a simulation")
class SimulationChartTest {
  private static Sample sample(long seconds, int queued, int busy, String cost) {
    return new Sample(
        Duration.ofSeconds(seconds), queued, busy, 1, 2, busy, 0, new BigDecimal(cost));
  }

  @Test
  @DisplayName("has the queue, the instances in a stack, and the cost, with units")
  void panels() {
    Picture chart =
        Picture.of(
            SimulationChart.svg(
                "A day", List.of(sample(0, 10, 0, "0"), sample(7_200, 0, 4, "1.5"))));

    assertThat(chart.texts())
        .contains("A day", "Containers", "Instances by state", "Cost of all instances so far")
        .contains("containers", "instances", "dollars", "simulated time, minutes")
        .contains("queued", "running", "busy", "idle", "booting", "stopping")
        .contains("0", "10", "120", "0.5", "1.5");
    assertThat(chart.points("polyline", 0)).isEqualTo("90,90 930,290 ");
    assertThat(chart.points("polyline", 2)).isEqualTo("90,830 930,630 ");
    // Busy from 0 to 4; idle are two upon those, in a stack that goes up to 8.
    assertThat(chart.points("polygon", 0)).isEqualTo("90,560 930,460 930,560 90,560 ");
    assertThat(chart.points("polygon", 1)).isEqualTo("90,510 930,410 930,460 90,560 ");
    // None is stopping: no area for those.
    assertThat(chart.count("polygon")).isEqualTo(3);
    assertThat(chart.count("script")).isZero();
  }

  @Test
  @DisplayName("can be drawn of a single sample, and of nothing but zeros")
  void single() {
    Picture chart =
        Picture.of(
            SimulationChart.svg(
                "One", List.of(new Sample(Duration.ZERO, 0, 0, 0, 0, 0, 0, BigDecimal.ZERO))));

    assertThat(chart.points("polyline", 0)).isEqualTo("90,290 ");
    assertThat(chart.texts()).contains("simulated time, seconds");
  }

  @Test
  @DisplayName("of many samples shows every peak, and is not much larger for it")
  void manySamples() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      samples.add(sample(i * 60L, i == 77_777 ? 5_000 : i % 50, i % 7, "1"));
    }

    String svg = SimulationChart.svg("Two months", samples);

    assertThat(svg.length()).isLessThan(250_000);
    String queue = Picture.of(svg).points("polyline", 0);
    assertThat(queue.split(" ")).hasSizeLessThan(1_300);
    // The one peak reaches the top of its panel.
    assertThat(queue).contains(",90 ");
    assertThat(Picture.of(svg).texts()).contains("5,000", "simulated time, days");
  }

  @Test
  @DisplayName("shows a title from elsewhere as text")
  void foreignTitle() {
    String svg = SimulationChart.svg("<script>&\u0000\u001b[m", List.of(sample(0, 1, 1, "1")));

    assertThat(Picture.of(svg).texts()).contains("<script>&[m");
  }

  @Test
  @DisplayName("is refused of nothing, and of samples in a wrong order")
  void refused() {
    assertThatThrownBy(() -> SimulationChart.svg("none", List.of()))
        .hasMessage("samples: nothing given; expected one or more");
    assertThatThrownBy(
            () -> SimulationChart.svg("x", List.of(sample(2, 0, 0, "0"), sample(1, 0, 0, "0"))))
        .hasMessage("samples: 'PT1S'; expected the oldest first");
  }
}
