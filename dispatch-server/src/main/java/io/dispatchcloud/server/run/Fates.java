package io.dispatchcloud.server.run;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.server.show.Row;
import io.dispatchcloud.server.show.Tally;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How the containers of a run fare, and whose output is lost. Thread-safe. */
final class Fates {
  private final Mirror mirror;
  private final Map<Attempt, String> outputLost = new ConcurrentHashMap<>();

  Fates(Mirror mirror) {
    this.mirror = mirror;
  }

  /** An attempt's output is not whole; what was said first counts. */
  void outputLost(Attempt attempt, String why) {
    outputLost.putIfAbsent(attempt, why);
  }

  /** An attempt's output is whole after all. */
  void outputKept(Attempt attempt) {
    outputLost.remove(attempt);
  }

  /** Whether nothing is known to lack of what the container's newest attempt wrote. */
  boolean hasOutput(Container container) {
    return whyLost(container).isEmpty();
  }

  private Optional<String> whyLost(Container container) {
    return container.currentAttempt().map(outputLost::get);
  }

  /** How many there are of each. */
  Tally tally(Map<String, Integer> instances, BigDecimal cost, Duration elapsed) {
    int queued = 0;
    int running = 0;
    int done = 0;
    int failed = 0;
    for (Container container : mirror.all()) {
      switch (container.state()) {
        case QUEUED, LOCKED -> queued++;
        case RUNNING -> running++;
        case COMPLETE, CANCELLED -> {
          if (succeeded(container)) {
            done++;
          } else {
            failed++;
          }
        }
      }
    }
    return new Tally(queued, running, done, failed, instances, cost, elapsed);
  }

  private boolean succeeded(Container container) {
    RunResult result = container.result();
    return result != null && result.exitStatus() == 0 && hasOutput(container);
  }

  List<Row> rows(List<ContainerId> order) {
    return order.stream().flatMap(id -> mirror.find(id).stream()).map(this::row).toList();
  }

  private Row row(Container container) {
    RunResult result = container.result();
    InstanceId instance = container.instance();
    return new Row(
        container.id().value(),
        instance == null ? "" : instance.value(),
        result == null
            ? container.state().name().toLowerCase(Locale.ROOT)
            : Integer.toString(result.exitStatus()),
        succeeded(container),
        container.state().isFinal() && !succeeded(container),
        waited(container),
        result == null ? null : Duration.between(result.startedAt(), result.finishedAt()),
        mirror.cost(container.id()),
        reason(container));
  }

  private String reason(Container container) {
    return whyLost(container)
        .map(lost -> "output could not be stored: " + lost)
        .orElse(container.error());
  }

  private static @Nullable Duration waited(Container container) {
    return container.startedAt() == null
        ? null
        : Duration.between(container.createdAt(), container.startedAt());
  }
}
