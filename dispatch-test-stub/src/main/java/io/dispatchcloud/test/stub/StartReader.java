package io.dispatchcloud.test.stub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the configuration that a start command gets over its stdin. */
final class StartReader {
  private static final JsonFactory JSON = new JsonFactory();

  private long attempt;
  private List<String> command = List.of();
  private Map<String, String> environment = Map.of();
  private Map<String, String> labels = Map.of();

  private StartReader() {}

  /**
   * Reads one.
   *
   * @throws IOException if it is none that the runner could start
   */
  static StubStart read(ContainerId id, InstanceId instance, byte[] json) throws IOException {
    StartReader reader = new StartReader();
    try (JsonParser parser = JSON.createParser(json)) {
      reader.read(parser);
    }
    if (reader.attempt < 1 || reader.command.isEmpty()) {
      throw new IOException("attempt or command is missing");
    }
    return new StubStart(
        new Attempt(id, reader.attempt),
        instance,
        reader.command,
        reader.environment,
        reader.labels);
  }

  private void read(JsonParser parser) throws IOException {
    expect(JsonToken.START_OBJECT, parser.nextToken());
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "attempt" -> attempt = parser.getLongValue();
        case "command" -> command = texts(parser);
        case "environment" -> environment = members(parser);
        case "labels" -> labels = members(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private static List<String> texts(JsonParser parser) throws IOException {
    expect(JsonToken.START_ARRAY, parser.currentToken());
    List<String> texts = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(JsonToken.VALUE_STRING, parser.currentToken());
      texts.add(parser.getText());
    }
    return texts;
  }

  private static Map<String, String> members(JsonParser parser) throws IOException {
    expect(JsonToken.START_OBJECT, parser.currentToken());
    Map<String, String> members = new TreeMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      expect(JsonToken.VALUE_STRING, parser.nextToken());
      members.put(name, parser.getText());
    }
    return members;
  }

  /** Fails also at the end of the text, where there is no token. */
  private static void expect(JsonToken wanted, @Nullable JsonToken found) throws IOException {
    if (found != wanted) {
      throw new IOException("expected " + wanted + ", but found " + found);
    }
  }
}
