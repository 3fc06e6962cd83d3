package io.dispatchcloud.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.core.ContainerStatus;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Statuses of containers for programs. */
final class StatusKinds {
  private static final List<Class<?>> CLASSES =
      List.of(ContainerStatus.class.getPermittedSubclasses());
  private static final Map<Class<?>, String> WORDS = words();

  private StatusKinds() {}

  private static Map<Class<?>, String> words() {
    Map<Class<?>, String> words = new LinkedHashMap<>();
    for (Class<?> each : CLASSES) {
      String name = each.getSimpleName();
      words.put(each, Character.toLowerCase(name.charAt(0)) + name.substring(1));
    }
    return words;
  }

  /** All there are, each its own word. */
  static Map<String, String> choices() {
    Map<String, String> choices = new LinkedHashMap<>();
    WORDS.values().forEach(word -> choices.put(word, word));
    return choices;
  }

  static String word(ContainerStatus status) {
    return WORDS.getOrDefault(status.getClass(), "unknown");
  }

  static void write(JsonGenerator json, String name, ContainerStatus status) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("kind", word(status));
    json.writeStringField("sentence", status.sentence());
    if (status instanceof ContainerStatus.Running running) {
      json.writeStringField("instance", running.instance());
    } else if (status instanceof ContainerStatus.WaitingForInstance waits) {
      json.writeStringField("instanceType", waits.instanceType());
    } else if (status instanceof ContainerStatus.BootsFailing failing) {
      Json.texts(json, "instanceTypes", failing.instanceTypes());
    } else if (status instanceof ContainerStatus.AtCapacity capacity) {
      json.writeNumberField("position", capacity.position());
      Json.texts(json, "instanceTypes", capacity.instanceTypes());
    } else if (status instanceof ContainerStatus.SupervisorLimit limit) {
      json.writeNumberField("position", limit.position());
    } else if (status instanceof ContainerStatus.AccountLimit limit) {
      json.writeNumberField("position", limit.position());
    } else if (status instanceof ContainerStatus.DispatcherLimit limit) {
      json.writeNumberField("position", limit.position());
    } else if (status instanceof ContainerStatus.BudgetReached reached) {
      json.writeNumberField("position", reached.position());
    } else if (status instanceof ContainerStatus.BudgetSpent spent) {
      Json.money(json, "spent", spent.spent());
      Json.money(json, "budget", spent.budget());
    }
    json.writeEndObject();
  }

  /** How many have which status, by words; every kind is there. */
  static Map<String, Integer> named(Map<Class<?>, Integer> counts) {
    Map<String, Integer> named = new LinkedHashMap<>();
    WORDS.forEach((kind, word) -> named.put(word, counts.getOrDefault(kind, 0)));
    return named;
  }
}
