package io.dispatchcloud.driver.gce;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Writes any text in the alphabet of labels, which is lower-case letters, digits, {@code _} and
 * {@code -}, and reads it back exactly (GCE-2). A text that is a label's already stays as it is, so
 * that it can be searched and billed by. Others begin with {@code x-}; then an upper-case letter is
 * {@code _} and its lower-case one, {@code _} is {@code __}, and any other character is {@code _},
 * the number of its hexadecimal digits, and those: {@code Team.Name} is {@code x-_team_22e_name}.
 */
final class LabelText {
  /** The longest key or value of a label. */
  static final int LONGEST = 63;

  private static final String MARK = "x-";
  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_-]*");
  private static final Pattern VALUE = Pattern.compile("[a-z0-9_-]*");

  private LabelText() {}

  /** A key in the alphabet of labels, of whatever length. */
  static String encodeKey(String key) {
    return encode(key, KEY);
  }

  /** A value in the alphabet of labels, of whatever length. */
  static String encodeValue(String value) {
    return encode(value, VALUE);
  }

  private static String encode(String text, Pattern plain) {
    if (plain.matcher(text).matches() && !text.startsWith(MARK)) {
      return text;
    }
    StringBuilder encoded = new StringBuilder(MARK);
    for (int i = 0; i < text.length(); i++) {
      encodeCharacter(text.charAt(i), encoded);
    }
    return encoded.toString();
  }

  private static void encodeCharacter(char c, StringBuilder encoded) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') {
      encoded.append(c);
    } else if (c >= 'A' && c <= 'Z') {
      encoded.append('_').append((char) (c - 'A' + 'a'));
    } else if (c == '_') {
      encoded.append("__");
    } else {
      String digits = Integer.toHexString(c);
      encoded.append('_').append(digits.length()).append(digits);
    }
  }

  /** What was encoded; a label that nobody encoded is taken for what it says. */
  static String decode(String label) {
    return label.startsWith(MARK) ? decodeMarked(label).orElse(label) : label;
  }

  private static Optional<String> decodeMarked(String label) {
    StringBuilder text = new StringBuilder();
    int at = MARK.length();
    while (at < label.length()) {
      char c = label.charAt(at++);
      if (c != '_') {
        text.append(c);
        continue;
      }
      if (at == label.length()) {
        return Optional.empty();
      }
      char kind = label.charAt(at++);
      if (kind == '_') {
        text.append('_');
      } else if (kind >= 'a' && kind <= 'z') {
        text.append(Character.toString(kind).toUpperCase(Locale.ROOT));
      } else if (kind >= '1' && kind <= '4' && at + (kind - '0') <= label.length()) {
        int end = at + (kind - '0');
        String digits = label.substring(at, end);
        if (!digits.chars().allMatch(each -> Character.digit(each, 16) >= 0)) {
          return Optional.empty();
        }
        text.append((char) Integer.parseInt(digits, 16));
        at = end;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(text.toString());
  }
}
