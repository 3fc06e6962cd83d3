package io.dispatchcloud.test.sim.chart;

import io.dispatchcloud.test.sim.Sample;
import io.dispatchcloud.test.sim.chart.Svg.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One of the pictures that stand above one another over the same axis of time. */
final class Panel {
  static final int LEFT = 90;
  static final int RIGHT = 930;
  private static final int MARKS = 5;
  private static final int LEGEND_WIDTH = 96;
  private static final int LEGEND_SQUARE = 11;

  private final Svg svg;
  private final TimeScale time;
  private final Scale scale;
  private final int top;
  private final int bottom;

  Panel(Svg svg, TimeScale time, Scale scale, int top, int bottom) {
    this.svg = svg;
    this.time = time;
    this.scale = scale;
    this.top = top;
    this.bottom = bottom;
  }

  static Scale scale(double largest, boolean whole) {
    return Scale.upTo(largest, MARKS, whole);
  }

  private Point at(Sample sample, double value) {
    return new Point(
        LEFT + (RIGHT - LEFT) * time.part(sample.at()),
        bottom - (bottom - top) * value / scale.end());
  }

  /** What it shows, in words, and the names of its series beside it. */
  void caption(String caption, String unit, List<Series> series) {
    svg.caption(LEFT, top - 12, caption);
    for (int i = 0; i < series.size(); i++) {
      double x = RIGHT - (series.size() - i) * LEGEND_WIDTH;
      svg.square(x, top - 22, LEGEND_SQUARE, series.get(i).color());
      svg.text(x + LEGEND_SQUARE + 6, top - 12, "start", series.get(i).name());
    }
    svg.upright(22, (top + bottom) / 2.0, unit);
  }

  /** The lines behind the curves. */
  void grid() {
    for (double mark : scale.marks()) {
      double y = bottom - (bottom - top) * mark / scale.end();
      svg.line(new Point(LEFT, y), new Point(RIGHT, y), Svg.FAINT);
      svg.text(LEFT - 8, y + 4, "end", scale.label(mark));
    }
    for (double mark : time.scale().marks()) {
      double x = LEFT + (RIGHT - LEFT) * mark / time.scale().end();
      svg.line(new Point(x, top), new Point(x, bottom), Svg.FAINT);
    }
  }

  /** The axes before the curves. */
  void axes() {
    svg.line(new Point(LEFT, top), new Point(LEFT, bottom), Svg.INK);
    svg.line(new Point(LEFT, bottom), new Point(RIGHT, bottom), Svg.INK);
    for (double mark : time.scale().marks()) {
      double x = LEFT + (RIGHT - LEFT) * mark / time.scale().end();
      svg.text(x, bottom + 18, "middle", time.scale().label(mark));
    }
  }

  void curve(List<Sample> samples, Series series) {
    List<Point> points =
        Thinning.extremes(samples, time, series.value()).stream()
            .map(sample -> at(sample, series.of(sample)))
            .toList();
    svg.polyline(points, series.color());
  }

  /** One area upon the other, the first at the bottom. */
  void stack(List<Sample> samples, List<Series> series) {
    List<Sample> shown = Thinning.highest(samples, time, sample -> sum(series, sample));
    for (int i = 0; i < series.size(); i++) {
      List<Series> below = series.subList(0, i);
      List<Series> upTo = series.subList(0, i + 1);
      if (shown.stream().noneMatch(sample -> upTo.get(upTo.size() - 1).of(sample) > 0)) {
        continue;
      }
      List<Point> edge = new ArrayList<>();
      shown.forEach(sample -> edge.add(at(sample, sum(below, sample))));
      Collections.reverse(edge);
      List<Point> area = new ArrayList<>();
      shown.forEach(sample -> area.add(at(sample, sum(upTo, sample))));
      area.addAll(edge);
      svg.area(area, series.get(i).color());
    }
  }

  static double sum(List<Series> series, Sample sample) {
    return series.stream().mapToDouble(each -> each.of(sample)).sum();
  }
}
