package io.dispatchcloud.test.sim.trace;

import java.nio.file.Path;

/** A file that is not what it should be. The message is for people: {@code FILE:LINE: ...}. */
public final class TraceException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_VALUE = 80;

  private final long line;

  private TraceException(Path file, long line, String problem) {
    super(file + (line > 0 ? ":" + line : "") + ": " + problem);
    this.line = line;
  }

  /** Something is wrong with a line, or, with the line 0, with the file as a whole. */
  static TraceException problem(Path file, long line, String problem) {
    return new TraceException(file, line, problem);
  }

  /** A value can't be used. */
  static TraceException value(Path file, long line, String column, String value, String expected) {
    String given = value.isEmpty() ? "nothing given" : "'" + printable(value) + "'";
    return new TraceException(file, line, column + ": " + given + "; expected " + expected);
  }

  /** Cut to a readable length, and without anything that a terminal would obey. */
  static String printable(String value) {
    String shown =
        value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "...";
    return shown.replaceAll("[^ -~]", "?");
  }

  /**
   * Where it is.
   *
   * @return the number of the line, from 1; 0 for the file as a whole
   */
  public long line() {
    return line;
  }
}
