package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.InstanceType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts instances, by what the gauges tell of them. For one look. */
final class InstanceTally {
  private final Instant at;
  private final Map<Kind, Long> instances = new HashMap<>();
  private final Map<String, Sums> sums = new HashMap<>();
  private final List<Duration> ages = new ArrayList<>();

  private record Kind(String category, String type) {}

  private static final class Sums {
    private double price;
    private long vcpus;
    private long memory;
  }

  /** Of instances as they were at a time: later answers are not in their views. */
  InstanceTally(Instant at) {
    this.at = at;
  }

  InstanceTally look(List<WorkerView> workers) {
    workers.forEach(this::add);
    return this;
  }

  private void add(WorkerView worker) {
    String category = category(worker);
    InstanceType type = worker.type();
    instances.merge(new Kind(category, type == null ? "none" : type.name()), 1L, Long::sum);
    if (type != null) {
      Sums sum = sums.computeIfAbsent(category, none -> new Sums());
      sum.price += type.price().doubleValue();
      sum.vcpus += type.vcpus();
      sum.memory += type.ram();
    }
    Instant answer = worker.lastAnswer();
    if (worker.state().isReady() && answer != null) {
      ages.add(Duration.between(answer, at));
    }
  }

  private static String category(WorkerView worker) {
    if (worker.state() == WorkerState.SHUTDOWN) {
      return "shutdown";
    }
    if (!worker.containers().isEmpty()) {
      return "inuse";
    }
    if (worker.behavior() == IdleBehavior.HOLD) {
      return "hold";
    }
    return switch (worker.state()) {
      case UNKNOWN -> "unknown";
      case BOOTING -> "booting";
      case IDLE, RUNNING, SHUTDOWN -> "idle";
    };
  }

  void show(Gauges.Board board) {
    instances.forEach(
        (kind, count) -> board.count(Metric.INSTANCES, count, kind.category, kind.type));
    sums.forEach(
        (category, sum) -> {
          board.set(Metric.INSTANCES_PRICE, sum.price, category);
          board.count(Metric.VCPUS, sum.vcpus, category);
          board.count(Metric.MEMORY, sum.memory, category);
        });
    ages.sort(null);
    int last = ages.size() - 1;
    board.set(Metric.PROBE_AGE_MAX, last < 0 ? 0 : Seconds.of(ages.get(last)));
    board.set(Metric.PROBE_AGE_MEDIAN, last < 0 ? 0 : Seconds.of(ages.get(last / 2)));
  }
}
