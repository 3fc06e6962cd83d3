package io.dispatchcloud.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.core.DispatcherSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The state of a dispatcher, from the lines of a log alone, by the rules of docs/events.md. */
final class Rebuilt {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** An instance: what is known of it, and what runs there. */
  static final class Machine {
    String type = "";
    String state = "";
    String behavior = "run";
    final Set<String> runs = new TreeSet<>();

    @Override
    public String toString() {
      return type + " " + state + " " + behavior + " " + runs;
    }
  }

  /** A container: its state, its newest attempt, and where that runs or ran. */
  static final class Work {
    String state = "";
    long attempt;
    String instance = "";

    @Override
    public String toString() {
      // Where a locked one starts is in its instance's list; one that was never tried is told as
      // cancelled in its first attempt.
      return switch (state) {
        case "cancelled" -> state;
        case "running" -> state + " " + attempt + " on " + instance;
        default -> state + " " + attempt;
      };
    }
  }

  final Map<String, Machine> machines = new TreeMap<>();
  final Map<String, Work> works = new TreeMap<>();
  int headers;
  long missed;

  static Rebuilt from(Path file) throws IOException {
    return from(Files.readAllLines(file));
  }

  static Rebuilt from(List<String> lines) throws IOException {
    Rebuilt rebuilt = new Rebuilt();
    for (String line : lines) {
      rebuilt.take(MAPPER.readTree(line));
    }
    return rebuilt;
  }

  private void take(JsonNode line) {
    if (line.has("format")) {
      assertThat(line.path("format").asText()).isEqualTo("dispatch-events");
      assertThat(line.path("version").asInt()).isEqualTo(1);
      headers++;
      machines.clear();
      works.values().removeIf(work -> !Set.of("complete", "cancelled").contains(work.state));
      return;
    }
    String kind = line.path("kind").asText();
    if (kind.startsWith("instance")) {
      instance(kind, line);
    } else if (kind.startsWith("container")) {
      container(kind, line);
    } else {
      assertThat(kind).isEqualTo("gap");
      missed += line.path("missed").asLong();
    }
  }

  private void instance(String kind, JsonNode line) {
    String id = line.path("instance").asText();
    switch (kind) {
      case "instanceCreated", "instanceSeen" -> {
        Machine machine = new Machine();
        machine.type = line.path("instanceType").asText();
        machine.state = line.path("state").asText();
        machine.behavior = line.path("behavior").asText("run");
        for (JsonNode each : line.path("containers")) {
          machine.runs.add(each.path("container").asText() + "/" + each.path("attempt").asLong());
        }
        machines.put(id, machine);
      }
      case "instanceState" -> machines.get(id).state = line.path("state").asText();
      case "instanceBehavior" -> machines.get(id).behavior = line.path("behavior").asText();
      case "instanceGone", "instanceUnseen" -> machines.remove(id);
      default -> assertThat(kind).isIn("instanceRequested", "instanceRefused", "instanceNotice");
    }
  }

  private void container(String kind, JsonNode line) {
    String id = line.path("container").asText();
    long attempt = line.path("attempt").asLong();
    String run = id + "/" + attempt;
    Machine machine = machines.getOrDefault(line.path("instance").asText(), new Machine());
    Work work = works.computeIfAbsent(id, any -> new Work());
    switch (kind) {
      case "containerUnseen" -> works.remove(id);
      case "containerSeen" -> put(work, line.path("state").asText(), attempt, line);
      case "containerLocked" -> put(work, "locked", attempt, line);
      case "containerStarting" -> {
        machine.runs.add(run);
        put(work, "locked", attempt, line);
      }
      case "containerRunning" -> {
        machine.runs.add(run);
        put(work, "running", attempt, line);
      }
      case "containerExited" -> {
        machine.runs.remove(run);
        put(work, "complete", attempt, line);
      }
      case "containerRecorded" -> put(work, "complete", attempt, line);
      case "containerUnlocked", "containerRequeued" -> {
        machines.values().forEach(each -> each.runs.remove(run));
        put(work, "queued", attempt, line);
      }
      case "containerCancelled" -> work.state = "cancelled";
      default -> assertThat(kind).isIn("containerLost", "containerKilled", "containerOutputLost");
    }
  }

  private static void put(Work work, String state, long attempt, JsonNode line) {
    if (attempt >= work.attempt) {
      work.state = state;
      work.attempt = attempt;
      work.instance = line.path("instance").asText();
    }
  }

  /** What a snapshot shows is what the lines tell. */
  void assertShows(DispatcherSnapshot snapshot) {
    Map<String, String> shown = new TreeMap<>();
    snapshot.workers().stream()
        .filter(worker -> worker.id() != null)
        .forEach(
            worker -> {
              Machine machine = new Machine();
              machine.type = worker.type() == null ? "" : worker.type().name();
              machine.state = EventJson.word(worker.state());
              machine.behavior = worker.behavior().word();
              worker
                  .containers()
                  .forEach(each -> machine.runs.add(each.container() + "/" + each.number()));
              shown.put(String.valueOf(worker.id()), machine.toString());
            });
    assertThat(texts(machines)).isEqualTo(shown);
  }

  /** What is in a store is what the lines tell. */
  void assertShows(List<Container> containers) {
    Map<String, String> stored = new TreeMap<>();
    for (Container container : containers) {
      Work work = new Work();
      work.state = EventJson.word(container.state());
      work.attempt = container.attempt();
      work.instance = container.instance() == null ? "" : container.instance().value();
      stored.put(container.id().value(), work.toString());
    }
    assertThat(texts(works)).isEqualTo(stored);
  }

  private static Map<String, String> texts(Map<String, ?> all) {
    Map<String, String> texts = new TreeMap<>();
    all.forEach((id, each) -> texts.put(id, each.toString()));
    return texts;
  }
}
