package io.dispatchcloud.server.show;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table and the totals that a job ends with. */
public final class EndTable {
  private static final List<String> HEAD =
      List.of("container", "instance", "exit status", "waited", "ran", "cost");
  private static final int TEXT_COLUMNS = 2;

  private EndTable() {}

  /**
   * The table.
   *
   * @param rows a row for each container
   * @return its lines, with a line below for each container that was not run to its end
   */
  public static List<String> table(List<Row> rows) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(HEAD);
    rows.forEach(row -> cells.add(cells(row)));
    List<String> lines = Table.lines(cells, TEXT_COLUMNS);
    rows.stream()
        .filter(row -> !row.reason().isEmpty())
        .forEach(row -> lines.add(Words.clean(row.container() + ": " + row.reason())));
    return lines;
  }

  /**
   * The totals.
   *
   * @param rows a row for each container
   * @param instances how many instances there were
   * @param cost what they cost
   * @param elapsed how long it all took
   * @return a line
   */
  public static String totals(List<Row> rows, int instances, BigDecimal cost, Duration elapsed) {
    long succeeded = rows.stream().filter(Row::succeeded).count();
    BigDecimal used = rows.stream().map(Row::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
    return String.format(
        "%d containers: %d done, %d failed; %d instances; took %s; cost %s, %s of it for containers",
        rows.size(),
        succeeded,
        rows.size() - succeeded,
        instances,
        Words.time(elapsed),
        Words.money(cost),
        Words.money(used));
  }

  private static List<String> cells(Row row) {
    return List.of(
        row.container(),
        row.instance().isEmpty() ? "-" : Words.clean(row.instance()),
        row.end(),
        time(row.waited()),
        time(row.ran()),
        Words.money(row.cost()));
  }

  private static String time(@Nullable Duration duration) {
    return duration == null ? "-" : Words.time(duration);
  }
}
