package io.dispatchcloud.server.show;

import java.util.ArrayList;
import java.util.List;

/** Cells in columns. */
public final class Table {
  private Table() {}

  /**
   * Lays it out.
   *
   * @param cells lines of cells, all of the same number; the first line has the heads
   * @param texts how many columns from the left are texts; those after them are numbers, which are
   *     aligned at their right
   * @return its lines
   */
  public static List<String> lines(List<List<String>> cells, int texts) {
    int[] widths = new int[cells.get(0).size()];
    for (List<String> line : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    return new ArrayList<>(cells.stream().map(row -> line(row, widths, texts)).toList());
  }

  private static String line(List<String> cells, int[] widths, int texts) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - cells.get(i).length());
      line.append(i == 0 ? "" : "  ");
      line.append(i < texts ? cells.get(i) + padding : padding + cells.get(i));
    }
    return line.toString().stripTrailing();
  }
}
