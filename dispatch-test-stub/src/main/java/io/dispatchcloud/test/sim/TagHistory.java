package io.dispatchcloud.test.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;

/** The tags of an instance as its provider shows them, now and a while ago. */
final class TagHistory {
  // No listing shows how things were so long ago.
  private static final long REMEMBERED = Duration.ofMinutes(10).toNanos();

  // The newest first.
  private final ArrayDeque<Tags> changes = new ArrayDeque<>(2);

  private record Tags(Map<String, String> tags, long shownFrom) {}

  TagHistory(Map<String, String> tags) {
    changes.addFirst(new Tags(tags, Long.MIN_VALUE));
  }

  /**
   * The tags change for good.
   *
   * @param now the time
   * @param shownFrom when that begins to show
   */
  void change(Map<String, String> tags, long now, long shownFrom) {
    long old = now - REMEMBERED;
    while (changes.size() > 1 && second().shownFrom() < old) {
      changes.removeLast();
    }
    changes.addFirst(new Tags(tags, shownFrom));
  }

  /** The oldest but one. */
  private Tags second() {
    Iterator<Tags> oldest = changes.descendingIterator();
    oldest.next();
    return oldest.next();
  }

  /** What showed at a time: of the changes that showed then, the last that was made. */
  Map<String, String> at(long time) {
    for (Tags each : changes) {
      if (each.shownFrom() <= time) {
        return each.tags();
      }
    }
    return changes.getLast().tags();
  }
}
