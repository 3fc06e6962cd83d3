package io.dispatchcloud.api.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** Reads the loose values that a file or a map of texts holds. No message shows a value. */
final class RawValue {
  private RawValue() {}

  static String text(Object raw) {
    if (raw instanceof String || raw instanceof Number || raw instanceof Boolean) {
      String text = raw.toString();
      if (!text.isBlank()) {
        return text;
      }
    }
    throw new IllegalArgumentException("not a text");
  }

  static long integer(Object raw, long min, long max) {
    BigDecimal value = new BigDecimal(text(raw).strip());
    boolean whole = value.stripTrailingZeros().scale() <= 0;
    if (!whole
        || value.compareTo(BigDecimal.valueOf(min)) < 0
        || value.compareTo(BigDecimal.valueOf(max)) > 0) {
      throw new IllegalArgumentException("not a whole number in range");
    }
    return value.longValue();
  }

  static BigDecimal decimal(Object raw) {
    BigDecimal value = new BigDecimal(text(raw).strip());
    // With an exponent such as 1e999999999 the next sum with it would take all memory.
    if (value.signum() < 0 || Math.abs((long) value.scale()) > 100) {
      throw new IllegalArgumentException("negative, or beyond all measure");
    }
    return value;
  }

  static boolean flag(Object raw) {
    return switch (text(raw).strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  static List<String> textList(Object raw) {
    if (raw instanceof List<?> list) {
      return list.stream().map(RawValue::text).toList();
    }
    return List.of(text(raw));
  }

  static <E extends Enum<E>> E choice(Object raw, Class<E> choices) {
    if (choices.isInstance(raw)) {
      return choices.cast(raw);
    }
    String given = text(raw).strip();
    for (E choice : choices.getEnumConstants()) {
      if (word(choice).equalsIgnoreCase(given)) {
        return choice;
      }
    }
    throw new IllegalArgumentException("not one of the choices");
  }

  static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
