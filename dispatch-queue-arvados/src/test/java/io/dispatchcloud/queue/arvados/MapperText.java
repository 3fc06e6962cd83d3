package io.dispatchcloud.queue.arvados;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Answers as texts. */
final class MapperText {
  private MapperText() {}

  /** A list's answer with these items. */
  static String list(JsonNode... items) {
    ObjectNode body = FakeArvados.MAPPER.createObjectNode();
    ArrayNode array = body.putArray("items");
    for (JsonNode item : items) {
      array.add(item);
    }
    return body.toString();
  }
}
