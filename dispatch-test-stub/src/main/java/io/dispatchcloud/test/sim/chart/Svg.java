package io.dispatchcloud.test.sim.chart;

import java.util.List;
import java.util.Locale;

/** Writes the few elements of SVG that a chart is made of: shapes and text, nothing that runs. */
final class Svg {
  static final String INK = "#222222";
  static final String FAINT = "#dddddd";
  private static final String SMALL = "";

  private final StringBuilder out = new StringBuilder();

  /** A point of the picture. */
  record Point(double x, double y) {}

  Svg(int width, int height, String title, String description) {
    out.append(
        String.format(
            Locale.ROOT,
            """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" \
        role="img" font-family="sans-serif" font-size="13" fill="%s">
        <title>%s</title>
        <desc>%s</desc>
        <rect width="%d" height="%d" fill="#ffffff"/>
        """,
            width,
            height,
            width,
            height,
            INK,
            escape(title),
            escape(description),
            width,
            height));
  }

  /** Text for a place between tags. What XML has no character for is left out. */
  static String escape(String text) {
    return text.replaceAll("[\\p{Cntrl}\\uD800-\\uDFFF\\uFFFE\\uFFFF]", "")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }

  void text(double x, double y, String anchor, String text) {
    text(x, y, anchor, SMALL, text);
  }

  void headline(double x, double y, String text) {
    text(x, y, "start", " font-size=\"16\" font-weight=\"bold\"", text);
  }

  void caption(double x, double y, String text) {
    text(x, y, "start", " font-weight=\"bold\"", text);
  }

  private void text(double x, double y, String anchor, String style, String text) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s</text>\n",
            x,
            y,
            anchor,
            style,
            escape(text)));
  }

  /** A text that reads upwards. */
  void upright(double x, double y, String text) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>\n",
            x,
            y,
            escape(text)));
  }

  void line(Point from, Point to, String color) {
    out.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n",
            from.x(),
            from.y(),
            to.x(),
            to.y(),
            color));
  }

  void square(double x, double y, double side, String color) {
    out.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n",
            x,
            y,
            side,
            side,
            color));
  }

  void polyline(List<Point> points, String color) {
    out.append("<polyline fill=\"none\" stroke-width=\"1.8\" stroke-linejoin=\"round\" stroke=\"");
    out.append(color).append("\" points=\"");
    points(points);
    out.append("\"/>\n");
  }

  void area(List<Point> points, String color) {
    out.append("<polygon fill=\"");
    out.append(color).append("\" points=\"");
    points(points);
    out.append("\"/>\n");
  }

  private void points(List<Point> points) {
    for (Point point : points) {
      out.append(tenths(point.x())).append(',').append(tenths(point.y())).append(' ');
    }
  }

  /** As format does it, but there are many thousands of them. */
  private static String tenths(double value) {
    long tenths = Math.round(value * 10);
    return tenths / 10 + (tenths % 10 == 0 ? "" : "." + Math.abs(tenths % 10));
  }

  String end() {
    return out.append("</svg>\n").toString();
  }
}
