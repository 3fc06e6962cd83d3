package io.dispatchcloud.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.server.events.EventJson;
import java.io.IOException;
import java.util.List;

/** Events for programs. */
final class EventFields {
  private EventFields() {}

  static void recent(JsonGenerator json, List<EventRing.Numbered> events) throws IOException {
    json.writeArrayFieldStart("events");
    for (EventRing.Numbered each : events) {
      json.writeStartObject();
      write(json, each.event());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void write(JsonGenerator json, DispatchEvent event) throws IOException {
    EventJson.fields(json, event);
  }
}
