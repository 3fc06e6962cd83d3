package io.dispatchcloud.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.core.Decision;
import io.dispatchcloud.core.Explanation;
import java.io.IOException;
import java.util.List;

/** Why containers are where they are, for programs. */
final class DecisionFields {
  private DecisionFields() {}

  static void history(JsonGenerator json, List<Decision> history) throws IOException {
    json.writeArrayFieldStart("history");
    for (Decision each : history) {
      json.writeStartObject();
      Json.text(json, "at", each.at());
      json.writeNumberField("turn", each.turn());
      StatusKinds.write(json, "status", each.status());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void explanation(JsonGenerator json, Explanation explanation) throws IOException {
    json.writeStringField("container", explanation.container().value());
    StatusKinds.write(json, "status", explanation.status());
    json.writeNumberField("turn", explanation.turn());
    json.writeArrayFieldStart("types");
    for (Explanation.TypeVerdict each : explanation.types()) {
      json.writeStartObject();
      json.writeStringField("type", each.type());
      json.writeBooleanField("eligible", each.eligible());
      Json.text(json, "detail", each.detail());
      Json.text(json, "until", each.until());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("places");
    for (Explanation.PlaceVerdict each : explanation.places()) {
      json.writeStartObject();
      Json.text(json, "instance", each.instance());
      Json.text(json, "type", each.type());
      json.writeStringField("verdict", Json.word(each.verdict()));
      Json.text(json, "detail", each.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
    Json.texts(json, "remedies", explanation.remedies());
  }
}
