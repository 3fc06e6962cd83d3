package io.dispatchcloud.server.store;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.GpuNeeds;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.queue.jdbc.AttemptRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Containers and attempts for programs. What there is not, is left out. */
public final class ContainerJson {
  private ContainerJson() {}

  /**
   * Writes an array of containers.
   *
   * @param json where to
   * @param containers the containers
   * @throws IOException if it can't be written to
   */
  public static void writeAll(JsonGenerator json, List<Container> containers) throws IOException {
    json.writeStartArray();
    for (Container container : containers) {
      json.writeStartObject();
      fields(json, container);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /**
   * Writes an object with all that is known of a container. Of its environment only the names.
   *
   * @param json where to
   * @param container the container
   * @param run what is run in it
   * @param attempts its attempts
   * @throws IOException if it can't be written to
   */
  public static void write(
      JsonGenerator json, Container container, RunSpec run, List<AttemptRecord> attempts)
      throws IOException {
    json.writeStartObject();
    fields(json, container);
    needs(json, container.needs());
    texts(json, "command", run.command());
    text(json, "image", run.image());
    text(json, "workingDirectory", run.workingDirectory());
    texts(json, "environmentNames", new TreeSet<>(run.environment().keySet()));
    json.writeArrayFieldStart("attempts");
    for (AttemptRecord each : attempts) {
      attempt(json, each);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void fields(JsonGenerator json, Container container) throws IOException {
    json.writeStringField("id", container.id().value());
    json.writeStringField("state", ContainerTable.word(container.state()));
    json.writeNumberField("priority", container.priority());
    json.writeBooleanField("onHold", container.onHold());
    json.writeBooleanField("preemptible", container.preemptible());
    json.writeBooleanField("supervisor", container.supervisor());
    json.writeObjectFieldStart("labels");
    for (Map.Entry<String, String> each : new TreeMap<>(container.labels()).entrySet()) {
      json.writeStringField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
    text(json, "submittedAt", container.createdAt());
    text(json, "instanceSet", container.owner());
    json.writeNumberField("attempt", container.attempt());
    text(json, "instance", container.instance());
    text(json, "startedAt", container.startedAt());
    result(json, container.result(), false);
    text(json, "error", container.error());
    if (container.cost().signum() > 0) {
      json.writeNumberField("cost", container.cost());
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
      text(json, "driverVersion", gpu.driverVersion());
      texts(json, "hardwareTargets", gpu.hardwareTargets());
      json.writeNumberField("vram", gpu.vram());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void attempt(JsonGenerator json, AttemptRecord each) throws IOException {
    json.writeStartObject();
    json.writeNumberField("attempt", each.attempt().number());
    json.writeStringField("outcome", ContainerTable.word(each.outcome()));
    text(json, "reason", each.reason());
    text(json, "instanceSet", each.instanceSet());
    text(json, "instance", each.instance());
    json.writeBooleanField("preemptible", each.preemptible());
    text(json, "lockedAt", each.lockedAt());
    text(json, "startedAt", each.startedAt());
    text(json, "finishedAt", each.finishedAt());
    result(json, each.result(), true);
    if (each.cost() != null) {
      json.writeNumberField("cost", each.cost());
    }
    json.writeEndObject();
  }

  private static void result(JsonGenerator json, @Nullable RunResult result, boolean whole)
      throws IOException {
    if (result == null) {
      return;
    }
    json.writeNumberField("exitStatus", result.exitStatus());
    if (!whole) {
      text(json, "finishedAt", result.finishedAt());
      return;
    }
    tail(json, "stdout", result.stdout());
    tail(json, "stderr", result.stderr());
  }

  /**
   * Writes the end of what a container wrote, and how much it was.
   *
   * @param json where to
   * @param name the stream's name
   * @param tail its end
   * @throws IOException if it can't be written to
   */
  public static void tail(JsonGenerator json, String name, OutputTail tail) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("bytes", tail.length());
    json.writeStringField("end", tail.text());
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String name, @Nullable Object value)
      throws IOException {
    if (value != null && !value.toString().isEmpty()) {
      json.writeStringField(name, value.toString());
    }
  }

  private static void texts(JsonGenerator json, String name, Iterable<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
