package io.dispatchcloud.server.show;

import io.dispatchcloud.api.config.Quantities;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Times, money and counts as people like to read them. */
public final class Words {
  private static final int TENTHS_BELOW_SECONDS = 60;
  private static final int FRAMES = 5;
  private static final String PLAIN = "[A-Za-z0-9_./=:,@%+-]+";

  private Words() {}

  /**
   * Text from elsewhere, without characters that a terminal would obey.
   *
   * @param text the text
   * @return the same with a space for each run of them; tabs stay
   */
  public static String clean(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}&&[^\t]]+", " ");
  }

  /**
   * A time: {@code 3.2s}, {@code 4m7s}; whole seconds from a minute on.
   *
   * @param duration the time
   * @return the text
   */
  public static String time(Duration duration) {
    Duration shown = duration.isNegative() ? Duration.ZERO : duration;
    if (shown.toSeconds() < TENTHS_BELOW_SECONDS) {
      return String.format(Locale.ROOT, "%d.%ds", shown.toSeconds(), shown.toMillisPart() / 100);
    }
    return Quantities.format(Duration.ofSeconds(shown.toSeconds()));
  }

  /**
   * Money: {@code 0.0123}, enough digits for instances that cost cents an hour.
   *
   * @param amount how much
   * @return the text
   */
  public static String money(BigDecimal amount) {
    return amount.setScale(4, RoundingMode.HALF_UP).toPlainString();
  }

  /**
   * A word of a command that people copy into a shell.
   *
   * @param word the word; a file's name, say
   * @return the same, in quotes if a shell would see anything else in it
   */
  public static String quoted(String word) {
    return word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /**
   * A failure that nobody foresaw, for those who are to mend it.
   *
   * @param failure what ended something
   * @return what it was, and where it came from: a line each
   */
  public static List<String> lines(Throwable failure) {
    List<String> lines = new ArrayList<>();
    lines.add(failure.toString());
    Arrays.stream(failure.getStackTrace())
        .limit(FRAMES)
        .forEach(frame -> lines.add("  from " + frame));
    if (failure.getCause() != null) {
      lines.add("  because of " + failure.getCause());
    }
    return lines;
  }

  /** {@code 2 booting, 4 running}, or {@code none}. */
  static String counts(Map<String, Integer> counts) {
    return counts.isEmpty()
        ? "none"
        : counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
  }
}
