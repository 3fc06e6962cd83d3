package io.dispatchcloud.server.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.server.show.Table;
import io.dispatchcloud.server.show.Words;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Instances for people. */
public final class InstanceTable {
  private static final int NAMED = 3;
  private static final List<String> HEAD =
      List.of("instance", "type", "state", "behavior", "runs", "age", "an hour", "cost");
  private static final int TEXTS = 5;

  private InstanceTable() {}

  /**
   * A table, and below it how many there are, and are being created.
   *
   * @param page Instances
   * @return its lines
   */
  public static List<String> lines(JsonNode page) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(HEAD);
    BigDecimal price = BigDecimal.ZERO;
    for (JsonNode each : page.path("items")) {
      cells.add(
          List.of(
              Fields.text(each, "id"),
              Fields.text(each.path("type"), "name"),
              Fields.text(each, "state"),
              Fields.text(each, "behavior")
                  + (each.path("healthy").asBoolean(true) ? "" : ", unhealthy"),
              runs(each.path("containers")),
              Fields.age(each, "createdAt", page),
              Fields.money(each.path("type"), "price"),
              Fields.money(each, "cost")));
      price = price.add(price(each));
    }
    List<String> lines = Table.lines(cells, TEXTS);
    int count = cells.size() - 1;
    lines.add(
        count
            + (count == 1 ? " instance, " : " instances, ")
            + Words.money(price)
            + " an hour"
            + creating(page.path("creating")));
    return lines;
  }

  private static BigDecimal price(JsonNode instance) {
    String price = instance.path("type").path("price").asText();
    return price.matches("[0-9.]{1,40}") ? new BigDecimal(price) : BigDecimal.ZERO;
  }

  private static String runs(JsonNode containers) {
    List<String> ids = new ArrayList<>();
    for (JsonNode each : containers) {
      ids.add(Fields.text(each, "id"));
    }
    return ids.isEmpty()
        ? "-"
        : String.join(", ", ids.subList(0, Math.min(NAMED, ids.size())))
            + (ids.size() > NAMED ? " +" + (ids.size() - NAMED) : "");
  }

  /** {@code ; being created: 2 big, 1 small}; empty for none. */
  static String creating(JsonNode creating) {
    List<String> parts = new ArrayList<>();
    creating
        .properties()
        .forEach(each -> parts.add(each.getValue().asInt() + " " + Words.clean(each.getKey())));
    return parts.isEmpty() ? "" : "; being created: " + String.join(", ", parts);
  }
}
