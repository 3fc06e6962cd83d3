package io.dispatchcloud.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.queue.jdbc.AttemptRecord;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attempts for programs. */
final class AttemptFields {
  private AttemptFields() {}

  static void write(JsonGenerator json, List<AttemptRecord> attempts) throws IOException {
    json.writeArrayFieldStart("attempts");
    for (AttemptRecord each : attempts) {
      json.writeStartObject();
      fields(json, each);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void fields(JsonGenerator json, AttemptRecord each) throws IOException {
    json.writeNumberField("attempt", each.attempt().number());
    json.writeStringField("outcome", Json.word(each.outcome()));
    Json.text(json, "reason", each.reason());
    Json.text(json, "instanceSet", each.instanceSet());
    Json.text(json, "instance", each.instance());
    json.writeBooleanField("preemptible", each.preemptible());
    Json.text(json, "lockedAt", each.lockedAt());
    Json.text(json, "startedAt", each.startedAt());
    Json.text(json, "finishedAt", each.finishedAt());
    result(json, each.result());
    if (each.cost() != null) {
      Json.money(json, "cost", each.cost());
    }
  }

  private static void result(JsonGenerator json, @Nullable RunResult result) throws IOException {
    if (result != null) {
      json.writeNumberField("exitStatus", result.exitStatus());
      tail(json, "stdout", result.stdout());
      tail(json, "stderr", result.stderr());
    }
  }

  private static void tail(JsonGenerator json, String name, OutputTail tail) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("bytes", tail.length());
    json.writeStringField("end", tail.text());
    json.writeEndObject();
  }
}
