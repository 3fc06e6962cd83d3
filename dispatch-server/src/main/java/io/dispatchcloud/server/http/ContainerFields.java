package io.dispatchcloud.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.GpuNeeds;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.core.ContainerView;
import java.io.IOException;

/** Containers for programs, under the names that the command line has for them, too. */
final class ContainerFields {
  private ContainerFields() {}

  /** Of one in the queue. */
  static void write(JsonGenerator json, ContainerView view, int turn) throws IOException {
    write(json, view.container());
    json.writeNumberField("turn", turn);
    Json.text(json, "firstSeenAt", view.firstSeenAt());
    StatusKinds.write(json, "status", view.status());
  }

  /** Of one that only the store knows. */
  static void write(JsonGenerator json, Container container) throws IOException {
    json.writeStringField("id", container.id().value());
    json.writeStringField("state", Json.word(container.state()));
    json.writeNumberField("priority", container.priority());
    json.writeBooleanField("onHold", container.onHold());
    json.writeBooleanField("preemptible", container.preemptible());
    json.writeBooleanField("supervisor", container.supervisor());
    Json.texts(json, "labels", container.labels());
    needs(json, container.needs());
    Json.text(json, "submittedAt", container.createdAt());
    Json.text(json, "instanceSet", container.owner());
    json.writeNumberField("attempt", container.attempt());
    Json.text(json, "instance", container.instance());
    Json.text(json, "startedAt", container.startedAt());
    if (container.result() != null) {
      json.writeNumberField("exitStatus", container.result().exitStatus());
      Json.text(json, "finishedAt", container.result().finishedAt());
    }
    Json.text(json, "error", container.error());
    if (container.cost().signum() > 0) {
      Json.money(json, "cost", container.cost());
    }
  }

  private static void needs(JsonGenerator json, Needs needs) throws IOException {
    json.writeObjectFieldStart("needs");
    json.writeNumberField("vcpus", needs.vcpus());
    json.writeNumberField("ram", needs.ram());
    json.writeNumberField("cacheRam", needs.cacheRam());
    json.writeNumberField("tmp", needs.tmp());
    json.writeNumberField("imageSize", needs.imageSize());
    json.writeNumberField("cacheDisk", needs.cacheDisk());
    GpuNeeds gpu = needs.gpu();
    if (!gpu.equals(GpuNeeds.NONE)) {
      json.writeObjectFieldStart("gpu");
      json.writeStringField("stack", gpu.stack());
      json.writeNumberField("deviceCount", gpu.deviceCount());
      Json.text(json, "driverVersion", gpu.driverVersion());
      Json.texts(json, "hardwareTargets", gpu.hardwareTargets());
      json.writeNumberField("vram", gpu.vram());
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
