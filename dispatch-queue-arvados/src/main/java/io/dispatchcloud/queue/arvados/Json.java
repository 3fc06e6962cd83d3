package io.dispatchcloud.queue.arvados;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes JSON. What can't be read is not quoted: it may hold a secret. */
final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // Beyond what a double holds there is no number that can be compared.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private Json() {}

  /** Reads an answer, which must be one object. */
  static ObjectNode object(String where, byte[] bytes) throws BadAnswerException {
    JsonNode node;
    try {
      node = MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      JsonLocation place = e.getLocation();
      String at =
          place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
      throw new BadAnswerException(
          where + ": an answer that is not JSON" + at + " of " + bytes.length + " bytes");
    } catch (IOException e) {
      throw new BadAnswerException(where + ": an answer that is not JSON");
    }
    if (!(node instanceof ObjectNode object)) {
      throw new BadAnswerException(
          where + ": " + Fields.kindOf(node) + " as answer; expected a JSON object");
    }
    return object;
  }

  /** The messages that a refusal has, with the number that finds it in the server's log. */
  static String errors(byte[] bytes) {
    JsonNode node;
    try {
      node = MAPPER.readTree(bytes);
    } catch (IOException e) {
      // A page of some proxy; the status says enough.
      return "";
    }
    List<String> said = new ArrayList<>();
    for (JsonNode error : node.path("errors")) {
      if (error.isTextual() && said.size() < 3) {
        said.add(error.textValue());
      }
    }
    if (node.path("error_token").isTextual()) {
      said.add("error token " + node.path("error_token").textValue());
    }
    return String.join("; ", said);
  }

  static ObjectNode newObject() {
    return MAPPER.createObjectNode();
  }

  /** Writes lists, texts and numbers. */
  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts, numbers and lists can be written", e);
    }
  }
}
