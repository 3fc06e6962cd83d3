package io.dispatchcloud.core.scheduler;

import java.util.List;
import java.util.function.Function;

/** A line of an example, read word by word. */
final class GuideLine {
  private final List<String> words;
  private int next;

  GuideLine(String text) {
    this.words = List.of(text.strip().split("\\s+"));
  }

  boolean atEnd() {
    return next == words.size();
  }

  /** The next word, whatever it is. */
  String word(String expected) {
    if (atEnd()) {
      throw wrong("end of line", expected);
    }
    return words.get(next++);
  }

  /** The next word, read as something else. */
  <T> T word(String expected, Function<String, T> reader) {
    String word = word(expected);
    try {
      return reader.apply(word);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(wrong(word, expected).getMessage(), e);
    }
  }

  /** Passes over words that have to be there. */
  void words(String expected) {
    for (String each : expected.split(" ", -1)) {
      String word = word(expected);
      if (!word.equals(each)) {
        throw wrong(word, expected);
      }
    }
  }

  IllegalArgumentException wrong(String found, String expected) {
    return new IllegalArgumentException("'" + found + "'; expected " + expected);
  }
}
