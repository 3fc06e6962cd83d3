package io.dispatchcloud.server;

import java.util.List;

/** Something that was given can't be used: the program says so and ends with status 2. */
final class BadInputException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  BadInputException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  BadInputException(String problem) {
    this(List.of(problem));
  }

  /** All that is wrong, a line each. */
  List<String> problems() {
    return problems;
  }
}
