package io.dispatchcloud.server.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.server.show.Words;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Fields of an answer as people like to read them; a dash for what there is not. */
final class Fields {
  private static final String NONE = "-";

  private Fields() {}

  static String text(JsonNode from, String name) {
    String text = Words.clean(from.path(name).asText());
    return text.isEmpty() ? NONE : text;
  }

  /** {@code noRoom} becomes {@code no room}. */
  static String words(String word) {
    return word.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  static String money(JsonNode from, String name) {
    String text = from.path(name).asText();
    try {
      return text.isEmpty() ? NONE : Words.money(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return Words.clean(text);
    }
  }

  /** How long before another time it was. */
  static String age(JsonNode from, String name, JsonNode of) {
    try {
      Instant then = Instant.parse(from.path(name).asText());
      return Words.time(Duration.between(then, Instant.parse(of.path("at").asText())));
    } catch (DateTimeParseException e) {
      return NONE;
    }
  }

  /** Whole seconds. */
  static String time(JsonNode from, String name) {
    try {
      return Instant.parse(from.path(name).asText()).truncatedTo(ChronoUnit.SECONDS).toString();
    } catch (DateTimeParseException e) {
      return NONE;
    }
  }
}
