package io.dispatchcloud.server.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatchcloud.server.show.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How a dispatcher is, as one picture: figures, instances by state, and the queue with reasons. */
public final class Overview {
  private static final Set<String> NOT_WAITING = Set.of("preparing", "running", "finished");
  private static final int NAME = 11;
  private static final int LONGEST_BAR = 40;
  private static final int NARROWEST_WITH_BARS = 40;

  private Overview() {}

  /**
   * The picture.
   *
   * @param server where it comes from
   * @param status a Status
   * @param queue Containers: those that wait
   * @param width how wide it may be; longer lines are cut by the one who shows them
   * @return its lines
   */
  public static List<String> lines(String server, JsonNode status, JsonNode queue, int width) {
    List<String> lines = new ArrayList<>();
    boolean ready = status.path("health").path("ready").asBoolean();
    lines.add(
        named(
            "dispatch",
            status.path("state").asText()
                + (ready ? ", ready" : ", not ready")
                + "  "
                + Fields.time(status, "at")
                + "  "
                + server));
    lines.add(named("instances", counts(status.path("instances"))));
    if (width >= NARROWEST_WITH_BARS) {
      bars(status.path("instances"), width, lines);
    }
    lines.add(named("containers", counts(status.path("containers"))));
    lines.add(named("waiting", waiting(status.path("statuses"))));
    lines.add(named("cost", cost(status)));
    limits(status.path("limits"), lines);
    status
        .path("health")
        .path("troubles")
        .forEach(trouble -> lines.add(named("trouble", Words.clean(trouble.asText()))));
    lines.add("");
    lines.addAll(WaitingTable.rows(queue));
    if (queue.path("items").isEmpty()) {
      lines.add("nothing waits");
    }
    return lines;
  }

  /**
   * Why anything waits now.
   *
   * @param status a Status
   * @return the kinds of status of those that wait, none for nothing
   */
  public static List<String> reasons(JsonNode status) {
    return status.path("statuses").properties().stream()
        .filter(each -> each.getValue().asInt() > 0 && !NOT_WAITING.contains(each.getKey()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String named(String name, String value) {
    return ("%-" + NAME + "s%s").formatted(name, value);
  }

  private static String counts(JsonNode counts) {
    List<String> parts = new ArrayList<>();
    counts
        .properties()
        .forEach(
            each -> {
              if (each.getValue().asInt() > 0) {
                parts.add(each.getValue().asInt() + " " + Fields.words(each.getKey()));
              }
            });
    return parts.isEmpty() ? "none" : String.join(", ", parts);
  }

  private static void bars(JsonNode states, int width, List<String> lines) {
    int all = 0;
    for (JsonNode count : states) {
      all += count.asInt();
    }
    int total = Math.max(1, all);
    int longest = Math.min(LONGEST_BAR, width - 2 * NAME - 8);
    states
        .properties()
        .forEach(
            each -> {
              int count = each.getValue().asInt();
              if (count > 0) {
                int length = (int) Math.max(1, (long) longest * count / total);
                lines.add(
                    named("", ("%-" + NAME + "s").formatted(each.getKey()))
                        + "#".repeat(length)
                        + " "
                        + count);
              }
            });
  }

  /** What most wait for comes first. */
  private static String waiting(JsonNode statuses) {
    Map<String, Integer> counts = new TreeMap<>();
    statuses
        .properties()
        .forEach(
            each -> {
              if (each.getValue().asInt() > 0 && !NOT_WAITING.contains(each.getKey())) {
                counts.put(Fields.words(each.getKey()), each.getValue().asInt());
              }
            });
    return counts.isEmpty()
        ? "none"
        : counts.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .map(each -> each.getValue() + " " + each.getKey())
            .collect(Collectors.joining(", "));
  }

  private static String cost(JsonNode status) {
    String budget = Fields.money(status.path("limits"), "budgetPerHour");
    boolean capped = !status.path("limits").path("budgetPerHour").asText("0").equals("0");
    return Fields.money(status, "pricePerHour")
        + " an hour"
        + (capped ? " (budget " + budget + ")" : "")
        + ", "
        + Fields.money(status, "cost")
        + " so far";
  }

  private static void limits(JsonNode limits, List<String> lines) {
    List<String> parts = new ArrayList<>();
    if (limits.path("draining").asBoolean()) {
      parts.add("draining");
    }
    if (limits.path("atQuota").asBoolean()) {
      parts.add("at quota");
    }
    names(limits.path("atCapacity"), "no room for ", parts);
    names(limits.path("bootsFailing"), "boots fail of ", parts);
    if (!parts.isEmpty()) {
      lines.add(named("limits", String.join("; ", parts)));
    }
  }

  private static void names(JsonNode names, String what, List<String> parts) {
    List<String> all = new ArrayList<>();
    names.forEach(name -> all.add(Words.clean(name.asText())));
    if (!all.isEmpty()) {
      parts.add(what + String.join(", ", all));
    }
  }
}
