package io.dispatchcloud.queue.arvados;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads an object's values by name, and tells which one is not as documented. */
final class Fields {
  private final String where;
  private final JsonNode node;

  private Fields(String where, JsonNode node) {
    this.where = where;
    this.node = node;
  }

  /** Begins with an object of an answer. */
  static Fields of(String where, JsonNode node) throws BadAnswerException {
    if (!node.isObject()) {
      throw new BadAnswerException(where + ": " + kindOf(node) + "; expected an object");
    }
    return new Fields(where, node);
  }

  static String kindOf(JsonNode node) {
    return node.isMissingNode() ? "nothing" : node.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  /** Whether there is a value that is not null. */
  boolean has(String name) {
    return node.hasNonNull(name);
  }

  String text(String name) throws BadAnswerException {
    JsonNode value = node.path(name);
    if (!value.isTextual()) {
      throw bad(name, kindOf(value), "a text");
    }
    return value.textValue();
  }

  @Nullable String textIfAny(String name) throws BadAnswerException {
    return has(name) ? text(name) : null;
  }

  /** A whole number in range; 0 if there is none. */
  long whole(String name, long min, long max) throws BadAnswerException {
    if (!has(name)) {
      return 0;
    }
    JsonNode value = node.path(name);
    String expected = "a whole number from " + min + " to " + max;
    if (!value.isNumber()) {
      throw bad(name, kindOf(value), expected);
    }
    // 2.0 is as whole as 2.
    BigDecimal number = value.decimalValue();
    boolean whole =
        Math.abs((long) number.scale()) < 100 && number.stripTrailingZeros().scale() <= 0;
    if (!whole
        || number.compareTo(BigDecimal.valueOf(min)) < 0
        || number.compareTo(BigDecimal.valueOf(max)) > 0) {
      throw bad(name, "'" + number + "'", expected);
    }
    return number.longValueExact();
  }

  /** A number of bytes; 0 if there is none. */
  long bytes(String name) throws BadAnswerException {
    return whole(name, 0, Long.MAX_VALUE);
  }

  /** A yes or no; no if there is none. */
  boolean flag(String name) throws BadAnswerException {
    if (!has(name)) {
      return false;
    }
    if (!node.path(name).isBoolean()) {
      throw bad(name, kindOf(node.path(name)), "true or false");
    }
    return node.path(name).booleanValue();
  }

  Instant instant(String name) throws BadAnswerException {
    String text = text(name);
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw bad(name, "'" + shortened(text) + "'", "a time such as 2026-01-01T00:00:00Z");
    }
  }

  @Nullable Instant instantIfAny(String name) throws BadAnswerException {
    return has(name) ? instant(name) : null;
  }

  /** An object's fields; no fields if there is none. */
  Fields object(String name) throws BadAnswerException {
    String inner = where + "." + name;
    return has(name) ? of(inner, node.path(name)) : of(inner, Json.newObject());
  }

  /** A list of texts; empty if there is none. */
  List<String> texts(String name) throws BadAnswerException {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : list(name)) {
      if (!each.isTextual()) {
        throw bad(name, "a list with " + kindOf(each), "a list of texts");
      }
      texts.add(each.textValue());
    }
    return texts;
  }

  /** A list of whatever; empty if there is none. */
  List<JsonNode> list(String name) throws BadAnswerException {
    if (!has(name)) {
      return List.of();
    }
    if (!node.path(name).isArray()) {
      throw bad(name, kindOf(node.path(name)), "a list");
    }
    List<JsonNode> items = new ArrayList<>();
    node.path(name).forEach(items::add);
    return items;
  }

  /** The values of an object whose names don't matter. */
  List<Fields> values() throws BadAnswerException {
    List<Fields> values = new ArrayList<>();
    for (JsonNode each : node) {
      values.add(of(where, each));
    }
    return values;
  }

  BadAnswerException bad(String name, String value, String expected) {
    return new BadAnswerException(where + ": " + name + ": " + value + "; expected " + expected);
  }

  private static String shortened(String text) {
    return text.length() <= 50 ? text : text.substring(0, 50) + "...";
  }
}
