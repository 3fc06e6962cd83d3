package io.dispatchcloud.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.core.CostReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What everything has cost: by container, by label, or by day. */
final class CostEndpoint {
  private static final int USUAL = 100;
  private static final int MOST = 10_000;

  /** What one value of one label cost. */
  private record LabelCost(String name, String value, BigDecimal cost) {}

  private enum By {
    CONTAINER,
    LABEL,
    DAY
  }

  private final CostDesk desk;

  CostEndpoint(CostDesk desk) {
    this.desk = desk;
  }

  Answer costs(Ask ask) throws ProblemException {
    Map<String, By> choices = new LinkedHashMap<>();
    for (By each : By.values()) {
      choices.put(Json.word(each), each);
    }
    By by = ask.query().choice("by", choices).orElse(By.CONTAINER);
    int limit = ask.query().number("limit", USUAL, 1, MOST);
    CostReport report = desk.costs();
    return Answer.json(
        json -> {
          Json.text(json, "since", report.since());
          Json.text(json, "at", report.at());
          Json.money(json, "total", report.total());
          json.writeObjectFieldStart("overheads");
          for (CostReport.Overhead each : CostReport.Overhead.values()) {
            BigDecimal cost = report.overheads().getOrDefault(each, BigDecimal.ZERO);
            Json.money(json, Json.word(each), cost);
          }
          json.writeEndObject();
          Json.money(json, "earlier", report.earlier());
          json.writeStringField("by", Json.word(by));
          switch (by) {
            case CONTAINER -> containers(json, report.containers(), limit);
            case LABEL -> labels(json, report, limit);
            case DAY -> days(json, report.days(), limit);
          }
        });
  }

  private static void containers(JsonGenerator json, List<CostReport.ContainerCost> all, int limit)
      throws IOException {
    json.writeNumberField("count", all.size());
    json.writeArrayFieldStart("items");
    for (CostReport.ContainerCost each : first(all, limit)) {
      json.writeStartObject();
      json.writeStringField("container", each.container().value());
      Json.texts(json, "labels", each.labels());
      Json.money(json, "cost", each.cost());
      json.writeEndObject();
    }
    json.writeEndArray();
    BigDecimal rest =
        all.stream()
            .skip(limit)
            .map(CostReport.ContainerCost::cost)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    Json.money(json, "rest", rest);
  }

  private static void labels(JsonGenerator json, CostReport report, int limit) throws IOException {
    List<LabelCost> all = new ArrayList<>();
    report
        .labels()
        .forEach(
            (name, values) ->
                values.forEach((value, cost) -> all.add(new LabelCost(name, value, cost))));
    all.sort(Comparator.comparing(LabelCost::cost).reversed());
    json.writeNumberField("count", all.size());
    json.writeArrayFieldStart("items");
    for (LabelCost each : first(all, limit)) {
      json.writeStartObject();
      json.writeStringField("name", each.name());
      json.writeStringField("value", each.value());
      Json.money(json, "cost", each.cost());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The newest of them, oldest first. */
  private static void days(JsonGenerator json, List<CostReport.Day> all, int limit)
      throws IOException {
    json.writeNumberField("count", all.size());
    json.writeArrayFieldStart("items");
    int left = Math.max(0, all.size() - limit);
    for (CostReport.Day each : all.subList(left, all.size())) {
      json.writeStartObject();
      json.writeStringField("day", each.day().toString());
      Json.money(json, "containers", each.containers());
      Json.money(json, "overhead", each.overhead());
      json.writeEndObject();
    }
    json.writeEndArray();
    BigDecimal rest =
        all.subList(0, left).stream()
            .map(day -> day.containers().add(day.overhead()))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    Json.money(json, "rest", rest);
  }

  private static <T> List<T> first(List<T> all, int limit) {
    return all.subList(0, Math.min(limit, all.size()));
  }
}
