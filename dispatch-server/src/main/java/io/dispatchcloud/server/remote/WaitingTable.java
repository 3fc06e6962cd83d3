package io.dispatchcloud.server.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.server.show.Table;
import io.dispatchcloud.server.show.Words;
import java.util.ArrayList;
import java.util.List;

/** Containers in the order of scheduling for people, each with why it is where it is. */
public final class WaitingTable {
  private static final List<String> HEAD =
      List.of("turn", "container", "state", "priority", "submitted", "why");

  private WaitingTable() {}

  /**
   * A table, and below it how many match.
   *
   * @param page Containers
   * @return its lines
   */
  public static List<String> lines(JsonNode page) {
    List<String> lines = rows(page);
    int shown = page.path("items").size();
    lines.add(
        page.path("more").asBoolean()
            ? shown + " shown; there are more: --limit 0 shows all"
            : shown + (shown == 1 ? " container" : " containers"));
    return lines;
  }

  /** The table alone. */
  static List<String> rows(JsonNode page) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(HEAD);
    for (JsonNode each : page.path("items")) {
      cells.add(
          List.of(
              Fields.text(each, "turn"),
              Fields.text(each, "id"),
              Fields.text(each, "state") + (onHold(each) ? " (on hold)" : ""),
              Fields.text(each, "priority"),
              Fields.age(each, "submittedAt", page) + " ago",
              Words.clean(each.path("status").path("sentence").asText())));
    }
    return Table.lines(cells, HEAD.size());
  }

  private static boolean onHold(JsonNode container) {
    return container.path("onHold").asBoolean()
        && !List.of("complete", "cancelled").contains(container.path("state").asText());
  }
}
