package io.dispatchcloud.server.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.server.show.Table;
import io.dispatchcloud.server.show.Words;
import java.util.ArrayList;
import java.util.List;

/** Why a container is where it is, for people. */
public final class ExplanationText {
  private ExplanationText() {}

  /**
   * All of it: its status, every type and every instance with why not, and what would make it run.
   *
   * @param explanation an Explanation
   * @return its lines
   */
  public static List<String> lines(JsonNode explanation) {
    JsonNode status = explanation.path("status");
    List<String> lines = new ArrayList<>();
    lines.add(named("container", Fields.text(explanation, "container")));
    lines.add(named("status", Words.clean(status.path("sentence").asText())));
    lines.add(named("turn", Fields.text(explanation, "turn") + " in the order of scheduling"));
    if (status.has("position")) {
      lines.add(
          named(
              "position",
              status.path("position").asText() + " among those that wait for the same reason"));
    }
    String name = "to run it";
    for (JsonNode remedy : explanation.path("remedies")) {
      lines.add(named(name, Words.clean(remedy.asText())));
      name = "";
    }
    lines.addAll(hindrances(explanation.path("hindrances")));
    lines.add("");
    lines.addAll(types(explanation.path("types")));
    if (!explanation.path("places").isEmpty()) {
      lines.add("");
      lines.addAll(places(explanation.path("places")));
    }
    return lines;
  }

  static String named(String name, String value) {
    return "%-10s %s".formatted(name, value);
  }

  /** What holds back all creates, or all containers. */
  private static List<String> hindrances(JsonNode hindrances) {
    List<String> lines = new ArrayList<>();
    for (JsonNode each : hindrances) {
      lines.add(named(lines.isEmpty() ? "held back" : "", hindrance(each)));
    }
    return lines;
  }

  static String hindrance(JsonNode hindrance) {
    String sentence = Fields.text(hindrance, "sentence");
    return hindrance.has("until")
        ? sentence + ", until " + Fields.time(hindrance, "until")
        : sentence;
  }

  private static List<String> types(JsonNode types) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.of("type", "may run there", "why not, or not now"));
    for (JsonNode each : types) {
      cells.add(
          List.of(
              Fields.text(each, "type"),
              each.path("eligible").asBoolean() ? "yes" : "no",
              detail(each)));
    }
    return Table.lines(cells, 3);
  }

  static String detail(JsonNode type) {
    String detail = Fields.text(type, "detail");
    return type.has("until") ? detail + ", until " + Fields.time(type, "until") : detail;
  }

  private static List<String> places(JsonNode places) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.of("instance", "type", "verdict", "why"));
    for (JsonNode each : places) {
      cells.add(
          List.of(
              each.has("instance") ? Fields.text(each, "instance") : "(to be created)",
              Fields.text(each, "type"),
              Fields.words(each.path("verdict").asText()),
              Fields.text(each, "detail")));
    }
    return Table.lines(cells, 4);
  }

  /**
   * What became of a container that waits for nothing any more.
   *
   * @param story a ContainerStory
   * @return its lines
   */
  public static List<String> ended(JsonNode story) {
    JsonNode container = story.path("container");
    List<String> lines = new ArrayList<>();
    lines.add(named("container", Fields.text(container, "id")));
    lines.add(named("state", Fields.text(container, "state")));
    for (String name : List.of("instance", "exitStatus", "finishedAt", "error", "cost")) {
      if (container.has(name)) {
        lines.add(named(Fields.words(name), Fields.text(container, name)));
      }
    }
    return lines;
  }
}
