package io.dispatchcloud.test.shell;

import java.util.ArrayList;
import java.util.List;

/** Takes a command line apart as a shell would, as far as dispatchers write such lines. */
public final class ShellWords {
  private ShellWords() {}

  /**
   * Takes a line apart.
   *
   * @param line the line; single quotes and backslashes are understood, and nothing else is
   * @return its words
   */
  public static List<String> of(String line) {
    List<String> words = new ArrayList<>(12);
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean inWord = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
        inWord = true;
      } else if (quoted) {
        word.append(c);
      } else if (c == '\\' && i + 1 < line.length()) {
        i++;
        word.append(line.charAt(i));
        inWord = true;
      } else if (c == ' ') {
        if (inWord) {
          words.add(word.toString());
        }
        word.setLength(0);
        inWord = false;
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
