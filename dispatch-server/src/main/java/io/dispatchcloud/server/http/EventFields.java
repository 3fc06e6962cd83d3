package io.dispatchcloud.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.core.DispatchEvent;
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
    Json.text(json, "at", event.at());
    json.writeStringField("kind", Json.word(event.kind()));
    Json.text(json, "instance", event.instance());
    Json.text(json, "instanceType", event.instanceType());
    Json.text(json, "container", event.container());
    if (event.attempt() > 0) {
      json.writeNumberField("attempt", event.attempt());
    }
    Json.text(json, "detail", event.detail());
    if (event.cost() != null) {
      Json.money(json, "cost", event.cost());
    }
  }
}
