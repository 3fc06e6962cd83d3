package io.dispatchcloud.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws how time grows with the number of containers: both axes logarithmic, as SVG. */
final class GrowthChart {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 520;
  private static final int LEFT = 80;
  private static final int RIGHT = 730;
  private static final int TOP = 50;
  private static final int BOTTOM = 450;
  private static final List<String> COLORS = List.of("#1b6ca8", "#c8553d", "#3a7d44");

  private final List<Line> lines = new ArrayList<>();

  /** So many containers take a pass so long. */
  record Point(int containers, double milliseconds) {}

  private record Line(String name, List<Point> points) {}

  /** A line, of two points or more. */
  void add(String name, List<Point> points) {
    lines.add(new Line(name, points));
  }

  String svg() {
    Axes axes = Axes.around(lines.stream().flatMap(line -> line.points().stream()).toList());
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" \
        font-size="13">
        <title>Time of a pass by number of containers</title>
        <rect width="%d" height="%d" fill="white"/>
        """
            .formatted(WIDTH, HEIGHT, WIDTH, HEIGHT));
    text(svg, LEFT, 28, "start", "Time of a whole pass, a tenth as many instances as containers");
    grid(svg, axes);
    List<Point> reference = proportional(slowestFirst());
    polyline(svg, axes, reference, "#777777", "stroke-dasharray=\"7 5\"");
    for (int i = 0; i < lines.size(); i++) {
      String color = COLORS.get(i % COLORS.size());
      polyline(svg, axes, lines.get(i).points(), color, "");
      for (Point point : lines.get(i).points()) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n",
                axes.x(point.containers()),
                axes.y(point.milliseconds()),
                color));
      }
    }
    legend(svg);
    return svg.append("</svg>\n").toString();
  }

  /** The points of the line that is highest where it begins. */
  private List<Point> slowestFirst() {
    List<Point> highest = lines.get(0).points();
    for (Line line : lines) {
      if (line.points().get(0).milliseconds() > highest.get(0).milliseconds()) {
        highest = line.points();
      }
    }
    return highest;
  }

  /** What would be, from the first point on, if time grew with n log n. */
  private static List<Point> proportional(List<Point> points) {
    Point first = points.get(0);
    double factor = first.milliseconds() / work(first.containers());
    return points.stream()
        .map(point -> new Point(point.containers(), factor * work(point.containers())))
        .toList();
  }

  private static double work(int containers) {
    return containers * Math.log(containers);
  }

  private static void grid(StringBuilder svg, Axes axes) {
    for (int decade = axes.left(); decade <= axes.right(); decade++) {
      double x = axes.x(Math.pow(10, decade));
      rule(svg, x, TOP, x, BOTTOM);
      text(svg, x, BOTTOM + 20, "middle", "%,d".formatted((long) Math.pow(10, decade)));
    }
    for (int decade = axes.bottom(); decade <= axes.top(); decade++) {
      double y = axes.y(Math.pow(10, decade));
      rule(svg, LEFT, y, RIGHT, y);
      String label = decade < 0 ? "%." + -decade + "f" : "%,.0f";
      text(svg, LEFT - 8, y + 4, "end", String.format(Locale.ROOT, label, Math.pow(10, decade)));
    }
    text(svg, (LEFT + RIGHT) / 2.0, BOTTOM + 46, "middle", "containers");
    svg.append(
        "<text transform=\"translate(22 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n"
            .formatted((TOP + BOTTOM) / 2, "milliseconds"));
  }

  private void legend(StringBuilder svg) {
    int y = TOP + 24;
    for (int i = 0; i < lines.size(); i++) {
      key(svg, y, COLORS.get(i % COLORS.size()), "", lines.get(i).name());
      y += 22;
    }
    key(svg, y, "#777777", "stroke-dasharray=\"7 5\"", "n log n, from the first point");
  }

  private static void key(StringBuilder svg, int y, String color, String style, String name) {
    svg.append(
        "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\" %s/>%n"
            .formatted(LEFT + 18, y, LEFT + 54, y, color, style));
    text(svg, LEFT + 64, y + 4, "start", name);
  }

  private static void rule(StringBuilder svg, double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n",
            x1,
            y1,
            x2,
            y2));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            text));
  }

  private static void polyline(
      StringBuilder svg, Axes axes, List<Point> points, String color, String style) {
    svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"%s\" ".formatted(color));
    svg.append(style).append(" points=\"");
    for (Point point : points) {
      svg.append(
          String.format(
              Locale.ROOT, "%.1f,%.1f ", axes.x(point.containers()), axes.y(point.milliseconds())));
    }
    svg.append("\"/>\n");
  }

  /** Which powers of ten are where. */
  private record Axes(int left, int right, int bottom, int top) {
    static Axes around(List<Point> points) {
      double most = points.stream().mapToDouble(Point::milliseconds).max().orElse(1);
      double least = points.stream().mapToDouble(Point::milliseconds).min().orElse(1);
      double last = points.stream().mapToDouble(Point::containers).max().orElse(1);
      double first = points.stream().mapToDouble(Point::containers).min().orElse(1);
      return new Axes(below(first), above(first, last), below(least), above(least, most));
    }

    private static int below(double value) {
      return (int) Math.floor(Math.log10(value));
    }

    /** Never the same as the power below: there is something to draw between them. */
    private static int above(double least, double most) {
      return Math.max(below(least) + 1, (int) Math.ceil(Math.log10(most)));
    }

    double x(double containers) {
      return LEFT + (RIGHT - LEFT) * (Math.log10(containers) - left) / (right - left);
    }

    double y(double milliseconds) {
      return BOTTOM - (BOTTOM - TOP) * (Math.log10(milliseconds) - bottom) / (top - bottom);
    }
  }
}
