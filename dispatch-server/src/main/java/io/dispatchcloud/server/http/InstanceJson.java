package io.dispatchcloud.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.core.WorkerView;
import java.io.IOException;

/** Instances for programs. */
final class InstanceJson {
  private InstanceJson() {}

  static void fields(JsonGenerator json, WorkerView worker) throws IOException {
    Json.text(json, "id", worker.id());
    Json.text(json, "address", worker.address());
    if (worker.type() != null) {
      type(json, worker.type());
    }
    Json.text(json, "state", Counts.state(worker));
    Json.text(json, "behavior", worker.behavior().word());
    json.writeBooleanField("healthy", worker.healthy());
    json.writeArrayFieldStart("containers");
    for (Attempt each : worker.containers()) {
      json.writeStartObject();
      attempt(json, each);
      json.writeEndObject();
    }
    json.writeEndArray();
    Json.text(json, "createdAt", worker.createdAt());
    if (worker.lastContainer() != null) {
      json.writeObjectFieldStart("lastContainer");
      attempt(json, worker.lastContainer());
      json.writeEndObject();
    }
    Json.text(json, "lastBusyAt", worker.lastBusy());
    Json.text(json, "lastProbeAt", worker.lastProbe());
    Json.text(json, "lastAnswerAt", worker.lastAnswer());
    Json.text(json, "boot", Json.word(worker.boot()));
    Json.money(json, "cost", worker.cost());
  }

  private static void attempt(JsonGenerator json, Attempt attempt) throws IOException {
    json.writeStringField("id", attempt.container().value());
    json.writeNumberField("attempt", attempt.number());
  }

  private static void type(JsonGenerator json, InstanceType type) throws IOException {
    json.writeObjectFieldStart("type");
    json.writeStringField("name", type.name());
    json.writeStringField("providerType", type.providerType());
    json.writeNumberField("vcpus", type.vcpus());
    json.writeNumberField("ram", type.ram());
    json.writeNumberField("scratch", type.scratch());
    Json.money(json, "price", type.price());
    json.writeBooleanField("preemptible", type.preemptible());
    if (!type.gpu().equals(GpuDevices.NONE)) {
      json.writeObjectFieldStart("gpu");
      Json.text(json, "stack", type.gpu().stack());
      Json.text(json, "driverVersion", type.gpu().driverVersion());
      Json.text(json, "hardwareTarget", type.gpu().hardwareTarget());
      json.writeNumberField("deviceCount", type.gpu().deviceCount());
      json.writeNumberField("vram", type.gpu().vram());
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
