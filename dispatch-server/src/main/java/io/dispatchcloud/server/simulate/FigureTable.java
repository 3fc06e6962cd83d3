package io.dispatchcloud.server.simulate;

import io.dispatchcloud.server.show.Words;
import io.dispatchcloud.test.sim.SimulationFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table that simulations end with. */
final class FigureTable {
  private static final List<String> HEAD = List.of("", "least", "median", "most");
  private static final double MILLIS = 1_000;

  private FigureTable() {}

  /**
   * The table: a column for one seed, three for several.
   *
   * @param figures of each seed
   * @param took how long it took
   * @return its lines; none if there is no seed
   */
  public static List<String> lines(List<SimulationFigures> figures, Duration took) {
    if (figures.isEmpty()) {
      return List.of();
    }
    List<List<String>> rows = new ArrayList<>();
    if (figures.size() > 1) {
      rows.add(HEAD);
    }
    Figure.ALL.forEach(figure -> rows.add(row(figure, figures)));
    List<String> lines = new ArrayList<>();
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    rows.forEach(row -> lines.add(line(row, widths)));
    lines.add(speed(figures, took));
    return lines;
  }

  private static List<String> row(Figure figure, List<SimulationFigures> figures) {
    Spread spread = Spread.of(figure, figures);
    return figures.size() == 1
        ? List.of(figure.words(), figure.text(spread.median()))
        : List.of(
            figure.words(),
            figure.text(spread.least()),
            figure.text(spread.median()),
            figure.text(spread.most()));
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - row.get(i).length());
      line.append(i == 0 ? row.get(i) + padding : "  " + padding + row.get(i));
    }
    return line.toString().stripTrailing();
  }

  private static String speed(List<SimulationFigures> figures, Duration took) {
    long events = figures.stream().mapToLong(SimulationFigures::events).sum();
    double hours =
        figures.stream().mapToDouble(each -> each.simulated().toMillis() / MILLIS / 3_600).sum();
    double seconds = Math.max(1, took.toMillis()) / MILLIS;
    return String.format(
        Locale.ROOT,
        "took %s: %,.0f events and %,.1f simulated hours a second",
        Words.time(took),
        events / seconds,
        hours / seconds);
  }
}
