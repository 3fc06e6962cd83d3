package io.dispatchcloud.server.yaml;

import java.util.Objects;

/**
 * One thing that is wrong with a file.
 *
 * @param line where; 0 for the file as a whole
 * @param text what, and what was expected instead
 */
public record Fault(int line, String text) {
  private static final int LONGEST_VALUE = 120;

  public Fault {
    Objects.requireNonNull(text, "text");
  }

  /**
   * A value that can't be used.
   *
   * @param line where
   * @param path the path of its key
   * @param value what was given; empty for nothing
   * @param expected the end of "expected ..."
   * @return the fault
   */
  public static Fault value(int line, String path, String value, String expected) {
    String given = value.isEmpty() ? "nothing given" : "'" + printable(value) + "'";
    return new Fault(line, path + ": " + given + "; expected " + expected);
  }

  /**
   * A value of the wrong shape, whose content is not shown.
   *
   * @param path the path of its key
   * @param node the value
   * @param expected the end of "expected ..."
   * @return the fault
   */
  public static Fault shape(String path, YamlNode node, String expected) {
    return new Fault(node.line(), path + ": " + node.shape() + "; expected " + expected);
  }

  /** Cut to a readable length, and without characters that a terminal would obey. */
  private static String printable(String value) {
    String shown =
        value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "...";
    return shown.replaceAll("\\p{Cntrl}", "?");
  }
}
