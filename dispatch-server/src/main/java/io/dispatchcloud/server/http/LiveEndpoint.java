package io.dispatchcloud.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.api.cloud.InstanceType;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Streams what the page shows: all instances once, then what changed, and figures. */
final class LiveEndpoint {
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final double MILLIS = 1000;

  private final LiveHub hub;
  private final InstantSource clock;
  private final LongSupplier nanoseconds;

  LiveEndpoint(LiveHub hub, InstantSource clock, LongSupplier nanoseconds) {
    this.hub = hub;
    this.clock = clock;
    this.nanoseconds = nanoseconds;
  }

  Answer live(Ask ask) {
    return Answer.stream(this::run);
  }

  private void run(EventWriter out) throws IOException, InterruptedException {
    LiveModel sent = hub.model();
    Latencies.Summary latencies = hub.latencies().since(hub.latencies().last());
    out.event("instances", "", Json.objectText(all(sent)));
    long nextFigures = nanoseconds.getAsLong();
    while (!out.closing()) {
      LiveModel newest = hub.model();
      changes(out, sent, newest);
      sent = newest;
      long now = nanoseconds.getAsLong();
      if (now - nextFigures >= 0) {
        latencies = hub.latencies().since(latencies.last());
        out.event("figures", "", Json.objectText(figures(newest, latencies)));
        nextFigures = now + SECOND;
      }
      out.pause(PAUSE);
    }
    out.event("bye", "", "{}");
  }

  private static Json.Fields all(LiveModel model) {
    return json -> {
      json.writeStringField("at", model.at().toString());
      json.writeArrayFieldStart("columns");
      for (String column :
          List.of("id", "type", "state", "behavior", "healthy", "containers", "fill")) {
        json.writeString(column);
      }
      json.writeEndArray();
      rows(json, "instances", model.rows().values());
      types(json, model.types());
      Json.counts(json, "creating", model.creating());
    };
  }

  private static void changes(EventWriter out, LiveModel before, LiveModel after)
      throws IOException {
    if (same(before, after)) {
      return;
    }
    List<LiveModel.Row> changed = new ArrayList<>();
    for (LiveModel.Row row : after.rows().values()) {
      if (!row.equals(before.rows().get(row.id()))) {
        changed.add(row);
      }
    }
    List<String> removed =
        before.rows().keySet().stream().filter(id -> !after.rows().containsKey(id)).toList();
    boolean types = !before.types().equals(after.types());
    boolean creating = !before.creating().equals(after.creating());
    if (changed.isEmpty() && removed.isEmpty() && !types && !creating) {
      return;
    }
    Json.Fields fields =
        json -> {
          json.writeStringField("at", after.at().toString());
          rows(json, "instances", changed);
          Json.texts(json, "removed", removed);
          if (types) {
            types(json, after.types());
          }
          if (creating) {
            Json.counts(json, "creating", after.creating());
          }
        };
    out.event("changes", "", Json.objectText(fields));
  }

  @SuppressWarnings("ReferenceEquality") // equal ones made apart are only compared row by row
  private static boolean same(LiveModel before, LiveModel after) {
    return before == after;
  }

  private static void rows(JsonGenerator json, String name, Iterable<LiveModel.Row> rows)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (LiveModel.Row row : rows) {
      row.write(json);
    }
    json.writeEndArray();
  }

  private static void types(JsonGenerator json, Map<String, InstanceType> types)
      throws IOException {
    json.writeObjectFieldStart("types");
    for (InstanceType type : types.values()) {
      json.writeObjectFieldStart(type.name());
      json.writeNumberField("vcpus", type.vcpus());
      json.writeNumberField("ram", type.ram());
      Json.money(json, "price", type.price());
      json.writeBooleanField("preemptible", type.preemptible());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private Json.Fields figures(LiveModel model, Latencies.Summary latencies) {
    Duration age = Duration.between(model.at(), clock.instant());
    return json -> {
      json.writeStringField("at", model.at().toString());
      json.writeStringField("state", model.state());
      json.writeNumberField("passAge", Math.max(0, age.toMillis() / MILLIS));
      json.writeNumberField("waiting", model.waiting());
      model.counts().write(json);
      Json.money(json, "pricePerHour", model.pricePerHour());
      Json.money(json, "cost", model.cost());
      Json.money(json, "budgetPerHour", model.budgetPerHour());
      json.writeObjectFieldStart("startLatency");
      json.writeNumberField("count", latencies.count());
      if (latencies.count() > 0) {
        json.writeNumberField("median", latencies.median());
        json.writeNumberField("longest", latencies.longest());
      }
      json.writeEndObject();
    };
  }
}
