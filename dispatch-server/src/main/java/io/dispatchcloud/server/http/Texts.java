package io.dispatchcloud.server.http;

/** What people may write in requests. */
final class Texts {
  private Texts() {}

  /** Whether it has no control character, no other line end, no bidi control, no half a pair. */
  static boolean plain(String text) {
    return text.codePoints().allMatch(Texts::plain);
  }

  private static boolean plain(int point) {
    boolean steersDirection =
        (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> !steersDirection;
    };
  }
}
