package io.dispatchcloud.test.sim;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What happens in the world, a line each: all of it for who wants it, the last of it for all. */
final class EventLog {
  private static final int LAST = 200;
  private static final long SECOND = 1_000_000_000;

  private final Timeline time;
  private final @Nullable Consumer<String> listener;
  private final ArrayDeque<String> last = new ArrayDeque<>(LAST + 1);

  EventLog(Timeline time, @Nullable Consumer<String> listener) {
    this.time = time;
    this.listener = listener;
  }

  void add(String text) {
    String line = stamp(time.now()) + " " + text;
    last.addLast(line);
    if (last.size() > LAST) {
      last.removeFirst();
    }
    if (listener != null) {
      listener.accept(line);
    }
  }

  /** Hours, minutes, seconds and microseconds since the begin. */
  private static String stamp(long nanos) {
    long seconds = nanos / SECOND;
    StringBuilder text = new StringBuilder(19);
    padded(text, seconds / 3600, 3).append(':');
    padded(text, seconds / 60 % 60, 2).append(':');
    padded(text, seconds % 60, 2).append('.');
    return padded(text, nanos % SECOND / 1000, 6).toString();
  }

  private static StringBuilder padded(StringBuilder text, long number, int digits) {
    String plain = Long.toString(number);
    for (int i = plain.length(); i < digits; i++) {
      text.append('0');
    }
    return text.append(plain);
  }

  List<String> last() {
    return List.copyOf(last);
  }
}
