package io.dispatchcloud.core.runner;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * All that a runner must know to start an attempt (RUN-2). It may hold secrets: {@link #json} goes
 * over stdin and nowhere else, and {@link #toString} shows nothing of it.
 *
 * @param attempt what is started
 * @param run the command and its surroundings
 * @param needs the limits to run it within, where the engine has limits
 * @param labels the container's labels
 * @param instanceType the name of the type of the instance it is started on
 * @param engine what runs it there
 */
public record StartConfiguration(
    Attempt attempt,
    RunSpec run,
    Needs needs,
    Map<String, String> labels,
    String instanceType,
    EngineSettings engine) {
  private static final JsonFactory JSON = new JsonFactory();

  public StartConfiguration {
    Objects.requireNonNull(attempt, "attempt");
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(needs, "needs");
    labels = Map.copyOf(labels);
    Objects.requireNonNull(instanceType, "instanceType");
    Objects.requireNonNull(engine, "engine");
  }

  /**
   * What the runner reads from stdin.
   *
   * @return JSON in UTF-8; the same for equal configurations
   */
  public byte[] json() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory", e);
    }
    return bytes.toByteArray();
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("attempt", attempt.number());
    json.writeStringField("engine", engine.name());
    list(json, "engineArguments", engine.arguments());
    json.writeStringField("runAs", engine.runAs());
    list(json, "command", run.command());
    map(json, "environment", run.environment());
    json.writeStringField("workingDirectory", run.workingDirectory());
    json.writeStringField("image", run.image());
    json.writeObjectFieldStart("limits");
    json.writeNumberField("vcpus", needs.vcpus());
    json.writeNumberField("ramBytes", needs.ram());
    json.writeNumberField("gpus", needs.gpu().deviceCount());
    json.writeEndObject();
    json.writeStringField("instanceType", instanceType);
    map(json, "labels", labels);
    json.writeNumberField("tailBytes", engine.tailBytes());
    json.writeEndObject();
  }

  private static void list(JsonGenerator json, String name, List<String> words) throws IOException {
    json.writeArrayFieldStart(name);
    for (String word : words) {
      json.writeString(word);
    }
    json.writeEndArray();
  }

  // Sorted, because the order of an immutable map differs from one JVM to the next.
  private static void map(JsonGenerator json, String name, Map<String, String> members)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> member : new TreeMap<>(members).entrySet()) {
      json.writeStringField(member.getKey(), member.getValue());
    }
    json.writeEndObject();
  }

  @Override
  public String toString() {
    return "configuration of " + attempt;
  }
}
