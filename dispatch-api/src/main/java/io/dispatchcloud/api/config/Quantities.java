package io.dispatchcloud.api.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations and sizes as people write them: {@code 1m30s}, {@code 550MiB}. Every place that reads
 * or shows such a text uses these, so that what is printed can be read back.
 */
public final class Quantities {
  /** What a duration looks like, for error messages. */
  public static final String DURATION_FORM =
      "a duration with a unit (ms, s, m, h or d), such as 90s, 1m30s or 0s";

  /** What a size looks like, for error messages. */
  public static final String SIZE_FORM =
      "a size in bytes, with or without a unit (kB, MB, GB, TB, KiB, MiB, GiB, TiB), such as 512MiB";

  private static final Pattern DURATION_PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d)");
  // The matcher recurses for each part: without a bound a long text would overflow its stack.
  private static final Pattern DURATION =
      Pattern.compile("(?:\\d+(?:\\.\\d+)?(?:ms|s|m|h|d)\\s*){1,100}");
  private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([A-Za-z]*)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);
  private static final Map<String, Long> BYTES =
      Map.ofEntries(
          Map.entry("", 1L),
          Map.entry("b", 1L),
          Map.entry("k", 1_000L),
          Map.entry("kb", 1_000L),
          Map.entry("m", 1_000_000L),
          Map.entry("mb", 1_000_000L),
          Map.entry("g", 1_000_000_000L),
          Map.entry("gb", 1_000_000_000L),
          Map.entry("t", 1_000_000_000_000L),
          Map.entry("tb", 1_000_000_000_000L),
          Map.entry("ki", 1L << 10),
          Map.entry("kib", 1L << 10),
          Map.entry("mi", 1L << 20),
          Map.entry("mib", 1L << 20),
          Map.entry("gi", 1L << 30),
          Map.entry("gib", 1L << 30),
          Map.entry("ti", 1L << 40),
          Map.entry("tib", 1L << 40));
  private static final List<String> BINARY_UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");

  private Quantities() {}

  /**
   * Reads a duration.
   *
   * @param text one or more numbers, each with its unit, largest first or not: {@code 2h}, {@code
   *     1m30s}, {@code 250ms}
   * @return the duration, not negative
   * @throws IllegalArgumentException if the text is anything else, or does not fit into a {@code
   *     Duration} of long nanoseconds (292 years)
   */
  public static Duration parseDuration(String text) {
    String trimmed = text.strip();
    if (!DURATION.matcher(trimmed).matches()) {
      throw new IllegalArgumentException(DURATION_FORM);
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = DURATION_PART.matcher(trimmed);
    while (part.find()) {
      BigDecimal unit = BigDecimal.valueOf(NANOS.getOrDefault(part.group(2), 0L));
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit));
    }
    BigInteger whole = nanos.toBigInteger();
    if (whole.bitLength() > 63) {
      throw new IllegalArgumentException("a duration below 292 years");
    }
    return Duration.ofNanos(whole.longValue());
  }

  /**
   * Reads a size.
   *
   * @param text a number and an optional unit: {@code 1073741824}, {@code 1GiB}, {@code 1.5 GB}
   * @return the size in bytes, rounded down
   * @throws IllegalArgumentException if the text is anything else, or the size exceeds a long
   */
  public static long parseSize(String text) {
    Matcher size = SIZE.matcher(text.strip());
    Long unit = size.matches() ? BYTES.get(size.group(2).toLowerCase(Locale.ROOT)) : null;
    if (unit == null) {
      throw new IllegalArgumentException(SIZE_FORM);
    }
    BigInteger bytes =
        new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(unit)).toBigInteger();
    if (bytes.bitLength() > 63) {
      throw new IllegalArgumentException("a size below 8 EiB");
    }
    return bytes.longValue();
  }

  /**
   * Shows a duration to people; {@link #parseDuration} reads it back.
   *
   * @param duration not negative; shown to the millisecond
   * @return for example {@code 1m30s}
   */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0s";
    }
    StringBuilder text = new StringBuilder();
    millis = appendUnit(text, millis, 86_400_000L, "d");
    millis = appendUnit(text, millis, 3_600_000L, "h");
    millis = appendUnit(text, millis, 60_000L, "m");
    millis = appendUnit(text, millis, 1_000L, "s");
    appendUnit(text, millis, 1L, "ms");
    return text.toString();
  }

  private static long appendUnit(StringBuilder text, long millis, long unit, String name) {
    if (millis / unit > 0) {
      text.append(millis / unit).append(name);
    }
    return millis % unit;
  }

  /**
   * Shows a size to people.
   *
   * @param bytes the size; not negative
   * @return for example {@code 1.50 GiB}, or {@code 512 B}
   */
  public static String format(long bytes) {
    int unit = 0;
    BigDecimal value = BigDecimal.valueOf(bytes);
    BigDecimal step = BigDecimal.valueOf(1024);
    while (value.compareTo(step) >= 0 && unit < BINARY_UNITS.size() - 1) {
      value = value.divide(step);
      unit++;
    }
    String number = unit == 0 ? value.toString() : shortest(value);
    return number + " " + BINARY_UNITS.get(unit);
  }

  private static String shortest(BigDecimal value) {
    return value.setScale(2, RoundingMode.HALF_UP).toPlainString();
  }
}
