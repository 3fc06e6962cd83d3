package io.dispatchcloud.test.sim.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table in a text file: a line with the names of the columns, then a line for each row, commas
 * between the values. A value may stand in double quotes, on one line.
 */
final class Table implements AutoCloseable {
  private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

  private final TextLines lines;
  private final Map<String, Integer> columns;

  private Table(TextLines lines, Map<String, Integer> columns) {
    this.lines = lines;
    this.columns = columns;
  }

  static Table open(Path file, long bytesMax) throws IOException, TraceException {
    TextLines lines = TextLines.open(file, bytesMax);
    try {
      return new Table(lines, columns(lines));
    } catch (IOException | TraceException | RuntimeException e) {
      lines.close();
      throw e;
    }
  }

  private static Map<String, Integer> columns(TextLines lines) throws IOException, TraceException {
    String first = lines.next();
    if (first == null) {
      throw TraceException.problem(lines.file(), 0, "empty; expected a line of column names");
    }
    String names = first.startsWith(BYTE_ORDER_MARK) ? first.substring(3) : first;
    Map<String, Integer> columns = new LinkedHashMap<>();
    for (String name : split(lines, names)) {
      if (columns.put(name.strip(), columns.size()) != null) {
        throw TraceException.value(
            lines.file(), 1, "columns", name, "each column's name only once");
      }
    }
    return columns;
  }

  /** Complains about a table that lacks a column. */
  void require(Collection<String> names) throws TraceException {
    for (String name : names) {
      if (!has(name)) {
        throw TraceException.value(
            lines.file(),
            1,
            "columns",
            String.join(",", columns.keySet()),
            "a column '" + name + "' among them");
      }
    }
  }

  boolean has(String column) {
    return columns.containsKey(column);
  }

  Collection<String> columns() {
    return columns.keySet();
  }

  /** The next row; empty lines are passed over; null after the last. */
  @Nullable Row next() throws IOException, TraceException {
    String line = lines.next();
    while (line != null && line.isBlank()) {
      line = lines.next();
    }
    if (line == null) {
      return null;
    }
    List<String> values = split(lines, line);
    if (values.size() != columns.size()) {
      throw TraceException.problem(
          lines.file(),
          lines.number(),
          values.size() + " values; expected " + columns.size() + ", one for each column");
    }
    return new Row(lines.file(), lines.number(), columns, values);
  }

  private static List<String> split(TextLines lines, String line) throws TraceException {
    List<String> values = new ArrayList<>();
    int from = 0;
    while (true) {
      int end;
      if (from < line.length() && line.charAt(from) == '"') {
        StringBuilder value = new StringBuilder();
        end = quoted(lines, line, from, value);
        values.add(value.toString());
      } else {
        int comma = line.indexOf(',', from);
        end = comma < 0 ? line.length() : comma;
        values.add(line.substring(from, end));
      }
      if (end == line.length()) {
        return values;
      }
      from = end + 1;
    }
  }

  /** Takes a value in quotes; where the comma after it is, or the line's end. */
  private static int quoted(TextLines lines, String line, int from, StringBuilder value)
      throws TraceException {
    int at = from + 1;
    while (true) {
      int quote = line.indexOf('"', at);
      if (quote < 0) {
        throw TraceException.problem(
            lines.file(), lines.number(), "a quote that does not end; expected it on the line");
      }
      value.append(line, at, quote);
      boolean doubled = quote + 1 < line.length() && line.charAt(quote + 1) == '"';
      if (!doubled) {
        if (quote + 1 < line.length() && line.charAt(quote + 1) != ',') {
          throw TraceException.problem(
              lines.file(), lines.number(), "text after a quote; expected a comma");
        }
        return quote + 1;
      }
      value.append('"');
      at = quote + 2;
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
