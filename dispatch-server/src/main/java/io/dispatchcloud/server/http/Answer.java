package io.dispatchcloud.server.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client gets.
 *
 * @param status the HTTP status
 * @param mediaType what the body is
 * @param headers more headers
 * @param body all of it, if it is no stream
 * @param stream what goes on writing for as long as there is something to tell; null for none
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares answers
record Answer(
    int status,
    String mediaType,
    Map<String, String> headers,
    byte[] body,
    @Nullable EventSource stream) {
  static final String JSON = "application/json";

  Answer {
    headers = Map.copyOf(headers);
  }

  /** An object. */
  static Answer json(Json.Fields fields) {
    return json(200, fields);
  }

  static Answer json(int status, Json.Fields fields) {
    return new Answer(status, JSON, Map.of(), Json.object(fields), null);
  }

  static Answer of(String mediaType, byte[] body) {
    return new Answer(200, mediaType, Map.of(), body, null);
  }

  static Answer stream(EventSource source) {
    return new Answer(200, "text/event-stream", Map.of(), new byte[0], source);
  }
}
