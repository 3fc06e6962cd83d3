package io.dispatchcloud.server.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.core.DispatchEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;

/** The lines of an event log, each a JSON object; the schema is in docs/events.md. */
final class Lines {
  private static final int VERSION = 1;
  private static final JsonFactory FACTORY = new JsonFactory();

  private Lines() {}

  /** Writes the fields of an object. */
  @FunctionalInterface
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  static String of(Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a writer in memory fails", e);
    }
    return text.append('\n').toString();
  }

  /** The first line of a dispatcher: what was known before is not known any more. */
  static String header(Instant at, String instanceSet) {
    return of(
        json -> {
          json.writeStringField("format", "dispatch-events");
          json.writeNumberField("version", VERSION);
          json.writeStringField("at", at.toString());
          json.writeStringField("instanceSet", instanceSet);
        });
  }

  /** An event, and what it says about a state as a field of its own. */
  static String event(DispatchEvent event) {
    return of(
        json -> {
          EventJson.fields(json, event);
          switch (event.kind()) {
            case INSTANCE_CREATED, INSTANCE_STATE ->
                json.writeStringField("state", EventDetails.state(event));
            case INSTANCE_BEHAVIOR ->
                json.writeStringField("behavior", EventDetails.behavior(event));
            default -> {}
          }
        });
  }

  static String gap(Instant at, long missed) {
    return of(
        json -> {
          begin(json, at, "gap");
          json.writeNumberField("missed", missed);
        });
  }

  /** An instance is not as the lines before this one tell. */
  static String instanceSeen(Instant at, Replica.InstanceRow row) {
    return of(
        json -> {
          begin(json, at, "instanceSeen");
          json.writeStringField("instance", row.id());
          EventJson.text(json, "instanceType", row.type());
          json.writeStringField("state", row.state());
          json.writeStringField("behavior", row.behavior());
          json.writeArrayFieldStart("containers");
          for (Replica.Running each : row.containers()) {
            json.writeStartObject();
            json.writeStringField("container", each.container());
            json.writeNumberField("attempt", each.attempt());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  static String instanceUnseen(Instant at, String id) {
    return of(
        json -> {
          begin(json, at, "instanceUnseen");
          json.writeStringField("instance", id);
        });
  }

  /** A container is not as the lines before this one tell. */
  static String containerSeen(Instant at, Replica.ContainerRow row) {
    return of(
        json -> {
          begin(json, at, "containerSeen");
          json.writeStringField("container", row.id());
          json.writeStringField("state", row.state());
          json.writeNumberField("attempt", row.attempt());
          json.writeNumberField("priority", row.priority());
          EventJson.text(json, "instance", row.instance());
        });
  }

  static String containerUnseen(Instant at, String id) {
    return of(
        json -> {
          begin(json, at, "containerUnseen");
          json.writeStringField("container", id);
        });
  }

  private static void begin(JsonGenerator json, Instant at, String kind) throws IOException {
    json.writeStringField("at", at.toString());
    json.writeStringField("kind", kind);
  }
}
