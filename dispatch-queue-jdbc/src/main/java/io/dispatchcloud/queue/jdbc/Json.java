package io.dispatchcloud.queue.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.SQLException;
import java.util.Map;

/** How the larger values stand in the database. */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private Json() {}

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      // Records of texts and numbers can all be written. Not its words: they may quote a secret.
      throw new IllegalStateException("can't write " + value.getClass().getSimpleName());
    }
  }

  static <T> T read(String text, Class<T> type) throws SQLException {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw unreadable(type.getSimpleName());
    }
  }

  static Map<String, String> readTexts(String text) throws SQLException {
    try {
      return MAPPER.readValue(text, TEXTS);
    } catch (JsonProcessingException e) {
      throw unreadable("labels");
    }
  }

  private static SQLException unreadable(String what) {
    return new SQLException("a row's " + what + " can't be read", "22000");
  }
}
