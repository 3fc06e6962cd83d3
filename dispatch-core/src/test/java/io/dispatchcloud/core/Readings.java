package io.dispatchcloud.core;

import io.dispatchcloud.api.meter.Meters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Meters that keep what they are told, and hold everyone to the catalogue. */
final class Readings implements Meters {
  /** Every amount that any counter was told. */
  final List<Double> amounts = new ArrayList<>();

  private final Map<String, Double> counters = new TreeMap<>();
  private final Map<String, Double> gauges = new TreeMap<>();
  private final Map<String, List<Duration>> timers = new TreeMap<>();

  @Override
  public void count(String name, Map<String, String> tags, double amount) {
    amounts.add(amount);
    counters.merge(series(Metric.Kind.COUNTER, name, tags), amount, Double::sum);
  }

  @Override
  public void time(String name, Map<String, String> tags, Duration duration) {
    timers
        .computeIfAbsent(series(Metric.Kind.TIMER, name, tags), none -> new ArrayList<>())
        .add(duration);
  }

  @Override
  public void gauge(String name, Map<String, String> tags, double value) {
    gauges.put(series(Metric.Kind.GAUGE, name, tags), value);
  }

  private static String series(Metric.Kind kind, String name, Map<String, String> tags) {
    Metric metric = Metric.of(name).orElseThrow(() -> new AssertionError(name + ": not listed"));
    if (metric.kind() != kind) {
      throw new AssertionError(name + " is told as a " + kind + "; expected " + metric.kind());
    }
    List<String> keys = metric.tags().stream().map(MetricTag::key).sorted().toList();
    if (!keys.equals(tags.keySet().stream().sorted().toList())) {
      throw new AssertionError(name + " has the tags " + tags + "; expected " + keys);
    }
    return name + new TreeMap<>(tags);
  }

  private static String series(Metric metric, String... values) {
    return metric.series() + new TreeMap<>(metric.tagged(values));
  }

  /** How often, or how much; 0 for never. */
  double count(Metric metric, String... values) {
    return counters.getOrDefault(series(metric, values), 0.0);
  }

  /** What it was last; not a number if it was never told. */
  double gauge(Metric metric, String... values) {
    return gauges.getOrDefault(series(metric, values), Double.NaN);
  }

  /** Everything that was timed, in order. */
  List<Duration> times(Metric metric, String... values) {
    return timers.getOrDefault(series(metric, values), List.of());
  }

  /** The sum of all series of a gauge. */
  double sum(Metric metric) {
    return gauges.entrySet().stream()
        .filter(each -> each.getKey().startsWith(metric.series() + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** The sum of what was counted in all series. */
  double total(Metric metric) {
    return counters.entrySet().stream()
        .filter(each -> each.getKey().startsWith(metric.series() + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** All gauges that are not 0 now. */
  List<String> notZero() {
    return gauges.entrySet().stream()
        .filter(each -> each.getValue() != 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether any of these was told. */
  boolean knows(Metric... metrics) {
    return Arrays.stream(metrics)
        .anyMatch(
            metric ->
                java.util.stream.Stream.of(counters, gauges, timers)
                    .flatMap(map -> map.keySet().stream())
                    .anyMatch(key -> key.startsWith(metric.series() + "{")));
  }
}
