package io.dispatchcloud.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.core.Decision;
import io.dispatchcloud.core.Explanation;
import io.dispatchcloud.core.PlaceTally;
import java.io.IOException;
import java.util.List;

/** Why containers are where they are, for programs. */
final class DecisionFields {
  private DecisionFields() {}

  /** Decisions alone: a story is asked for often, and by pages. */
  static void brief(JsonGenerator json, List<Decision> history) throws IOException {
    json.writeArrayFieldStart("history");
    for (Decision each : history) {
      json.writeStartObject();
      decision(json, each);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Decisions with what was considered. */
  static void history(JsonGenerator json, List<Decision> history) throws IOException {
    json.writeArrayFieldStart("history");
    for (Decision each : history) {
      json.writeStartObject();
      decision(json, each);
      if (!each.types().isEmpty()) {
        ReasonFields.types(json, each.types());
        ReasonFields.hindrances(json, each.hindrances());
      }
      PlaceTally places = each.places();
      if (places != null) {
        ReasonFields.tally(json, places);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void decision(JsonGenerator json, Decision decision) throws IOException {
    Json.text(json, "at", decision.at());
    json.writeNumberField("turn", decision.turn());
    StatusKinds.write(json, "status", decision.status());
  }

  static void explanation(JsonGenerator json, Explanation explanation) throws IOException {
    json.writeStringField("container", explanation.container().value());
    StatusKinds.write(json, "status", explanation.status());
    json.writeNumberField("turn", explanation.turn());
    ReasonFields.types(json, explanation.types());
    ReasonFields.hindrances(json, explanation.hindrances());
    ReasonFields.places(json, "places", explanation.places());
    Json.texts(json, "remedies", explanation.remedies());
  }
}
