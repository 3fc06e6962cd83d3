package io.dispatchcloud.test.sim.chart;

import io.dispatchcloud.test.sim.Sample;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Draws samples of a simulation as one picture in SVG: the queue, the instances by state, and the
 * cost, over the same axis of time. Colours are those that people with any kind of colour vision
 * can tell apart; there is no script in it, and it needs nothing from elsewhere.
 */
public final class SimulationChart {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 900;
  private static final int[] TOPS = {90, 360, 630};
  private static final int PANEL_HEIGHT = 200;

  private static final String BLUE = "#0072b2";
  private static final String VERMILION = "#d55e00";
  private static final String ORANGE = "#e69f00";
  private static final String SKY = "#56b4e9";
  private static final String GREY = "#999999";
  private static final String GREEN = "#009e73";

  private static final List<Series> CONTAINERS =
      List.of(
          new Series("queued", VERMILION, Sample::queued),
          new Series("running", BLUE, Sample::running));
  private static final List<Series> INSTANCES =
      List.of(
          new Series("busy", BLUE, Sample::busy),
          new Series("idle", ORANGE, Sample::idle),
          new Series("booting", SKY, Sample::booting),
          new Series("stopping", GREY, Sample::stopping));
  private static final List<Series> COST =
      List.of(new Series("cost", GREEN, sample -> sample.cost().doubleValue()));

  private final Svg svg;
  private final List<Sample> samples;
  private final TimeScale time;

  private SimulationChart(String title, List<Sample> samples) {
    this.samples = samples;
    time = TimeScale.upTo(samples.get(samples.size() - 1).at());
    svg = new Svg(WIDTH, HEIGHT, title, describe(samples));
    svg.headline(Panel.LEFT, 36, title);
  }

  /**
   * Draws a chart. Of many samples only those are drawn that can be told apart.
   *
   * @param title what it is about, for people
   * @param samples oldest first; at least one
   * @return a document in SVG
   * @throws IllegalArgumentException if there is no sample, or one is older than the one before
   */
  public static String svg(String title, List<Sample> samples) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("samples: nothing given; expected one or more");
    }
    for (int i = 1; i < samples.size(); i++) {
      if (samples.get(i).at().compareTo(samples.get(i - 1).at()) < 0) {
        throw new IllegalArgumentException(
            "samples: '" + samples.get(i).at() + "'; expected the oldest first");
      }
    }
    return new SimulationChart(title, samples).draw();
  }

  private String draw() {
    Panel containers = panel(0, highest(CONTAINERS), true);
    containers.caption("Containers", "containers", CONTAINERS);
    containers.grid();
    CONTAINERS.forEach(series -> containers.curve(samples, series));
    containers.axes();

    Panel instances = panel(1, most(sample -> Panel.sum(INSTANCES, sample)), true);
    instances.caption("Instances by state", "instances", INSTANCES);
    instances.grid();
    instances.stack(samples, INSTANCES);
    instances.axes();

    Panel cost = panel(2, highest(COST), false);
    cost.caption("Cost of all instances so far", "dollars", List.of());
    cost.grid();
    COST.forEach(series -> cost.curve(samples, series));
    cost.axes();
    svg.text(
        (Panel.LEFT + Panel.RIGHT) / 2.0,
        TOPS[2] + PANEL_HEIGHT + 42,
        "middle",
        "simulated time, " + time.unit());
    return svg.end();
  }

  private Panel panel(int number, double largest, boolean whole) {
    return new Panel(
        svg, time, Panel.scale(largest, whole), TOPS[number], TOPS[number] + PANEL_HEIGHT);
  }

  private double highest(List<Series> series) {
    return series.stream().mapToDouble(each -> most(each.value())).max().orElse(0);
  }

  private double most(ToDoubleFunction<Sample> value) {
    return samples.stream().mapToDouble(value).max().orElse(0);
  }

  /** For those who don't see it. */
  private static String describe(List<Sample> samples) {
    Sample last = samples.get(samples.size() - 1);
    return "Queue, instances by state, and cost over "
        + last.at().toSeconds()
        + " seconds of simulated time. At most "
        + samples.stream().mapToInt(Sample::queued).max().orElse(0)
        + " containers waited and "
        + samples.stream().mapToInt(Sample::running).max().orElse(0)
        + " ran; all instances cost "
        + last.cost().toPlainString()
        + " dollars.";
  }
}
