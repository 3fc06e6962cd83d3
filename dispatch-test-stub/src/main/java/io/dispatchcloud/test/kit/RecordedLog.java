package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.meter.Meters;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is logged at any level, and what is counted, for tests to look at: a line each. A log
 * line begins with its level and goes on with its message; of an exception, it has all that the
 * exception shows, its causes included. Thread-safe.
 */
public final class RecordedLog implements System.Logger, Meters {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** Made empty. */
  public RecordedLog() {}

  /**
   * What there was so far.
   *
   * @return the lines, oldest first; a copy
   */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public String getName() {
    return "dispatch-kit";
  }

  @Override
  public boolean isLoggable(Level level) {
    return true;
  }

  @Override
  public void log(
      Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
    lines.add(level + " " + message + (thrown == null ? "" : " " + textOf(thrown)));
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      String format,
      @Nullable Object @Nullable ... parameters) {
    boolean plain = parameters == null || parameters.length == 0;
    lines.add(level + " " + (plain ? format : new MessageFormat(format).format(parameters)));
  }

  @Override
  public void count(String name, Map<String, String> tags, double amount) {
    lines.add("count " + name + " " + tags + " " + amount);
  }

  @Override
  public void time(String name, Map<String, String> tags, Duration duration) {
    lines.add("time " + name + " " + tags + " " + duration);
  }

  @Override
  public void gauge(String name, Map<String, String> tags, double value) {
    lines.add("gauge " + name + " " + tags + " " + value);
  }

  /** Everything that an exception shows, with its causes and what was suppressed. */
  static String textOf(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
