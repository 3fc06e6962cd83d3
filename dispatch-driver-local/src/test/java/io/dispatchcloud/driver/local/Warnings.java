package io.dispatchcloud.driver.local;

import java.text.MessageFormat;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A logger that keeps the warnings. */
final class Warnings implements System.Logger {
  private final List<String> texts = new CopyOnWriteArrayList<>();

  List<String> texts() {
    return List.copyOf(texts);
  }

  @Override
  public String getName() {
    return "warnings";
  }

  @Override
  public boolean isLoggable(Level level) {
    return true;
  }

  @Override
  public void log(
      Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
    if (level == Level.WARNING) {
      texts.add(message);
    }
  }

  @Override
  public void log(
      Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... values) {
    if (level == Level.WARNING) {
      texts.add(MessageFormat.format(format, values));
    }
  }
}
