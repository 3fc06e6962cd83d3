package io.dispatchcloud.server.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.server.show.Table;
import io.dispatchcloud.server.show.Words;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What everything has cost, for people. */
public final class CostTable {
  private static final String COST = "cost";

  private CostTable() {}

  /**
   * A table of parts, and what they add up to.
   *
   * @param costs Costs
   * @return its lines
   */
  public static List<String> lines(JsonNode costs) {
    List<String> lines =
        new ArrayList<>(
            switch (costs.path("by").asText()) {
              case "day" -> days(costs);
              case "label" -> labels(costs);
              default -> containers(costs);
            });
    lines.add("");
    lines.add(
        "total "
            + Fields.money(costs, "total")
            + " from "
            + Fields.time(costs, "since")
            + " to "
            + Fields.time(costs, "at"));
    return lines;
  }

  private static List<String> containers(JsonNode costs) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.of("container", COST));
    for (JsonNode each : costs.path("items")) {
      cells.add(List.of(Fields.text(each, "container"), Fields.money(each, COST)));
    }
    others(costs).forEach(cells::add);
    cells.add(List.of("(not listed any more)", Fields.money(costs, "earlier")));
    overheads(cells, costs.path("overheads"));
    return Table.lines(cells, 1);
  }

  /** What belongs to no container. */
  private static void overheads(List<List<String>> cells, JsonNode overheads) {
    overheads
        .fieldNames()
        .forEachRemaining(
            name ->
                cells.add(List.of("(" + Fields.words(name) + ")", Fields.money(overheads, name))));
  }

  private static List<List<String>> others(JsonNode costs) {
    int others = costs.path("count").asInt() - costs.path("items").size();
    return others > 0
        ? List.of(List.of("(" + others + " others)", Fields.money(costs, "rest")))
        : List.of();
  }

  private static List<String> labels(JsonNode costs) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.of("label", COST));
    for (JsonNode each : costs.path("items")) {
      cells.add(
          List.of(
              Fields.text(each, "name") + "=" + Fields.text(each, "value"),
              Fields.money(each, COST)));
    }
    List<String> lines = Table.lines(cells, 1);
    int others = costs.path("count").asInt() - costs.path("items").size();
    if (others > 0) {
      lines.add("and " + others + " others");
    }
    lines.add("A container with several labels is in each of them.");
    return lines;
  }

  private static List<String> days(JsonNode costs) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.of("day", "containers", "overhead", "sum"));
    int others = costs.path("count").asInt() - costs.path("items").size();
    if (others > 0) {
      cells.add(List.of("(" + others + " earlier)", "", "", Fields.money(costs, "rest")));
    }
    for (JsonNode each : costs.path("items")) {
      cells.add(
          List.of(
              Fields.text(each, "day"),
              Fields.money(each, "containers"),
              Fields.money(each, "overhead"),
              Words.money(amount(each, "containers").add(amount(each, "overhead")))));
    }
    return Table.lines(cells, 1);
  }

  private static BigDecimal amount(JsonNode from, String name) {
    String text = from.path(name).asText();
    return text.matches("-?[0-9.]{1,60}") ? new BigDecimal(text) : BigDecimal.ZERO;
  }
}
