package io.dispatchcloud.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON: what there is not is left out, money is a decimal text, words are lowerCamelCase.
 */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** Writes the fields of an object. */
  @FunctionalInterface
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  static byte[] object(Fields fields) {
    return objectText(fields).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Through characters: bytes can't be made of half a surrogate pair, which a provider may send.
   */
  static String objectText(Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a writer in memory fails", e);
    }
    return text.toString();
  }

  /** A field, if there is something to say. */
  static void text(JsonGenerator json, String name, @Nullable Object value) throws IOException {
    if (value != null && !value.toString().isEmpty()) {
      json.writeStringField(name, value.toString());
    }
  }

  static void money(JsonGenerator json, String name, BigDecimal value) throws IOException {
    json.writeStringField(name, money(value));
  }

  /** All its digits, and no more than that. */
  static String money(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  static void texts(JsonGenerator json, String name, Iterable<String> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  static void texts(JsonGenerator json, String name, Map<String, String> values)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> each : new TreeMap<>(values).entrySet()) {
      json.writeStringField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
  }

  static void counts(JsonGenerator json, String name, Map<String, Integer> counts)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Integer> each : counts.entrySet()) {
      json.writeNumberField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
  }

  /** {@code FAILED_BOOT} becomes {@code failedBoot}. */
  static String word(Enum<?> value) {
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
