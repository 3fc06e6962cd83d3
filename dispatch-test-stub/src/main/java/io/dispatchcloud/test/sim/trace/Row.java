package io.dispatchcloud.test.sim.trace;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One row of a table. A value that is missing or can't be used is complained about. */
record Row(Path file, long line, Map<String, Integer> columns, List<String> values) {
  /** A value as it stands there; empty if the table lacks the column. */
  String text(String column) {
    Integer index = columns.get(column);
    return index == null ? "" : values.get(index).strip();
  }

  /** A whole number; the table may write it with a fraction, which counts as one more. */
  long count(String column, long min, long max) throws TraceException {
    return find(column, min, max).orElseThrow(() -> wrong(column, range(min, max)));
  }

  /** The same where a value may be missing. */
  Optional<Long> find(String column, long min, long max) throws TraceException {
    String text = text(column);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    long value = Numbers.roundedUp(text, () -> wrong(column, range(min, max)));
    if (value < min || value > max) {
      throw wrong(column, range(min, max));
    }
    return Optional.of(value);
  }

  /** A number with a fraction, times something that makes it whole. */
  BigDecimal decimal(String column, BigDecimal max) throws TraceException {
    String expected = "a number from 0 to " + max.toPlainString();
    BigDecimal value = Numbers.decimal(text(column), () -> wrong(column, expected));
    if (value.signum() < 0 || value.compareTo(max) > 0) {
      throw wrong(column, expected);
    }
    return value;
  }

  private static String range(long min, long max) {
    return "a number from " + min + " to " + max;
  }

  TraceException wrong(String column, String expected) {
    return TraceException.value(file, line, column, text(column), expected);
  }
}
