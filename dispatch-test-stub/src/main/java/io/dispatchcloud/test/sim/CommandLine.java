package io.dispatchcloud.test.sim;

import io.dispatchcloud.test.shell.ShellWords;
import java.util.List;

/** Takes a command line apart as a shell would, as far as dispatchers write such lines. */
final class CommandLine {
  private final List<String> words;
  private final int fenceAt;

  private CommandLine(List<String> words) {
    this.words = words;
    this.fenceAt = words.indexOf("--fence");
  }

  static CommandLine of(String line) {
    List<String> words = ShellWords.of(line);
    if (words.size() > 2 && words.get(0).equals("sudo")) {
      words.subList(0, 2).clear();
    }
    return new CommandLine(words);
  }

  boolean isRunners() {
    return fenceAt >= 0;
  }

  long fence() {
    return Long.parseLong(words.get(fenceAt + 1));
  }

  /** The runner's command, such as {@code --list}. */
  String command() {
    return words.get(fenceAt + 2);
  }

  /** A word after the runner's command. */
  String argument(int index) {
    return words.get(fenceAt + 3 + index);
  }

  /** What stands after an option; empty if it is not there. */
  String option(String name) {
    int at = words.indexOf(name);
    return at < 0 || at + 1 >= words.size() ? "" : words.get(at + 1);
  }

  boolean has(String word) {
    return words.contains(word);
  }

  String program() {
    return words.isEmpty() ? "" : words.get(0);
  }

  /** What to call it in a log: the runner's command and what it is about. */
  @Override
  public String toString() {
    if (!isRunners()) {
      return program();
    }
    return String.join(" ", words.subList(fenceAt + 2, words.size()));
  }
}
