package io.dispatchcloud.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.core.DispatcherLimits;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.Health;
import io.dispatchcloud.core.Management;
import java.io.IOException;
import java.util.TreeSet;

/** How a dispatcher is, and how much of everything there is. */
final class StatusEndpoint {
  private final Calls calls;
  private final Doctor doctor;

  StatusEndpoint(Calls calls, Doctor doctor) {
    this.calls = calls;
    this.doctor = doctor;
  }

  Answer status(Ask ask) throws ProblemException {
    DispatcherSnapshot snapshot = calls.published();
    Management management = calls.management();
    Health health = doctor.health(management);
    Counts counts = Counts.of(snapshot);
    return Answer.json(
        json -> {
          Json.text(json, "at", snapshot.at());
          Json.text(
              json, "instanceSet", management.instanceSet().map(InstanceSetId::value).orElse(""));
          Json.text(json, "state", Json.word(snapshot.state()));
          json.writeObjectFieldStart("health");
          json.writeBooleanField("live", health.live());
          json.writeBooleanField("ready", health.ready());
          Json.text(json, "refreshedAt", health.refreshedAt());
          Json.text(json, "listedAt", health.listedAt());
          Json.texts(json, "troubles", health.troubles());
          json.writeEndObject();
          limits(json, snapshot.limits());
          counts.write(json);
          Json.money(json, "pricePerHour", snapshot.pricePerHour());
          Json.money(json, "cost", snapshot.cost());
        });
  }

  private static void limits(JsonGenerator json, DispatcherLimits limits) throws IOException {
    json.writeObjectFieldStart("limits");
    json.writeNumberField("containers", limits.containers());
    json.writeNumberField("instances", limits.instances());
    json.writeBooleanField("atQuota", limits.atQuota());
    Json.texts(json, "atCapacity", new TreeSet<>(limits.atCapacity()));
    Json.texts(json, "bootsFailing", new TreeSet<>(limits.bootsFailing()));
    Json.money(json, "bootFailuresCost", limits.bootFailuresCost());
    Json.money(json, "budgetPerHour", limits.budgetPerHour());
    json.writeBooleanField("draining", limits.draining());
    Json.text(json, "overloadedAt", limits.overloadedAt());
    json.writeEndObject();
  }

  /** For those who watch the process; the troubles are not for everyone. */
  Answer live(Ask ask) {
    boolean live = doctor.health().map(Health::live).orElse(true);
    return Answer.json(live ? 200 : 503, json -> json.writeBooleanField("live", live));
  }

  /** Between two reigns nobody is ready. */
  Answer ready(Ask ask) {
    boolean ready = doctor.health().map(Health::ready).orElse(false);
    return Answer.json(ready ? 200 : 503, json -> json.writeBooleanField("ready", ready));
  }
}
