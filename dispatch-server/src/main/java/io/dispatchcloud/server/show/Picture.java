package io.dispatchcloud.server.show;

import java.util.List;

/** Lines that fit a screen. */
final class Picture {
  private Picture() {}

  /** Cuts what has no room; a mark tells of lines that were cut. */
  static List<String> cut(List<String> lines, int width, int height) {
    return lines.stream().limit(height).map(line -> cut(Words.clean(line), width)).toList();
  }

  private static String cut(String line, int width) {
    if (line.codePointCount(0, line.length()) <= width) {
      return line;
    }
    return width < 1 ? "" : line.substring(0, line.offsetByCodePoints(0, width - 1)) + ">";
  }
}
