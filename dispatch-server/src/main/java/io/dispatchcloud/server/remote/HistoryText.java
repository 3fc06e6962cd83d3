package io.dispatchcloud.server.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.server.show.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How it came about that a container is where it is, for people. */
public final class HistoryText {
  /** What is said of instances, by the field that counts them. */
  private static final Map<String, String> COUNTS =
      Map.of(
          "wouldDo", "would do",
          "noRoom", "have too little left",
          "full", "are full",
          "otherType", "are of a type that does not fit",
          "noWork", "are given no work");

  private static final List<String> ORDER =
      List.of("wouldDo", "noRoom", "full", "otherType", "noWork");
  private static final String INDENT = "  ";

  private HistoryText() {}

  /**
   * All of it: each decision, and what was considered then where that is known.
   *
   * @param history a History
   * @return its lines, oldest decision first; one that says so if there is none
   */
  public static List<String> lines(JsonNode history) {
    List<String> lines = new ArrayList<>();
    for (JsonNode each : history.path("history")) {
      lines.add(
          Fields.time(each, "at")
              + "  turn "
              + Fields.text(each, "turn")
              + ", "
              + Words.clean(each.path("status").path("sentence").asText()));
      for (JsonNode hindrance : each.path("hindrances")) {
        lines.add(INDENT + ExplanationText.hindrance(hindrance));
      }
      for (JsonNode type : each.path("types")) {
        lines.add(INDENT + "type " + Fields.text(type, "type") + ": " + type(type));
      }
      if (each.has("places")) {
        places(lines, each.path("places"));
      }
    }
    return lines.isEmpty() ? List.of("no decision about it is known") : lines;
  }

  private static String type(JsonNode type) {
    return type.has("detail") ? ExplanationText.detail(type) : "could be created";
  }

  private static void places(List<String> lines, JsonNode places) {
    List<String> counts = new ArrayList<>();
    for (String name : ORDER) {
      if (places.path(name).asInt() > 0) {
        counts.add(places.path(name).asInt() + " " + COUNTS.get(name));
      }
    }
    lines.add(INDENT + "instances: " + (counts.isEmpty() ? "none" : String.join(", ", counts)));
    for (JsonNode each : places.path("nearest")) {
      String name = each.has("instance") ? Fields.text(each, "instance") : "(to be created)";
      lines.add(
          INDENT
              + INDENT
              + name
              + " "
              + Fields.text(each, "type")
              + ": "
              + Fields.words(each.path("verdict").asText())
              + (each.has("detail") ? ", " + Fields.text(each, "detail") : ""));
    }
  }
}
