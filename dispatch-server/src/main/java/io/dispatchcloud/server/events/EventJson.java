package io.dispatchcloud.server.events;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.core.DispatchEvent;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Locale;

/** Events for programs: the same fields in the management API and in the event log. */
public final class EventJson {
  private EventJson() {}

  /**
   * Writes an event's fields into an object that has begun. What it lacks is left out.
   *
   * @param json where to
   * @param event the event
   * @throws IOException if it can't be written to
   */
  public static void fields(JsonGenerator json, DispatchEvent event) throws IOException {
    json.writeStringField("at", event.at().toString());
    json.writeStringField("kind", word(event.kind()));
    text(json, "instance", event.instance());
    text(json, "instanceType", event.instanceType());
    text(json, "container", event.container());
    if (event.attempt() > 0) {
      json.writeNumberField("attempt", event.attempt());
    }
    text(json, "detail", event.detail());
    BigDecimal cost = event.cost();
    if (cost != null) {
      json.writeStringField("cost", money(cost));
    }
  }

  static void text(JsonGenerator json, String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }

  /** All its digits, and no more than that. */
  private static String money(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  /**
   * A constant as JSON says it.
   *
   * @param value {@code CONTAINER_LOCKED}, say
   * @return {@code containerLocked}
   */
  public static String word(Enum<?> value) {
    StringBuilder word = new StringBuilder();
    boolean capital = false;
    for (char letter : value.name().toLowerCase(Locale.ROOT).toCharArray()) {
      if (letter != '_') {
        word.append(capital ? Character.toUpperCase(letter) : letter);
      }
      capital = letter == '_';
    }
    return word.toString();
  }
}
