package io.dispatchcloud.driver.gce;

import java.text.MessageFormat;
import java.util.List;
import java.util.ResourceBundle;

/** Keeps what the driver logs. */
record ListLogger(List<String> lines) implements System.Logger {
  @Override
  public String getName() {
    return "test";
  }

  @Override
  public boolean isLoggable(Level level) {
    return true;
  }

  @Override
  public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
    lines.add(level + " " + message + " " + thrown);
  }

  @Override
  public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
    lines.add(level + " " + MessageFormat.format(format, parameters));
  }
}
