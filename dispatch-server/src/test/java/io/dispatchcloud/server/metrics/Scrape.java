package io.dispatchcloud.server.metrics;

import io.dispatchcloud.core.Metric;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** What Prometheus reads from a program that has just begun: series and the labels of each. */
final class Scrape {
  private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{.*})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"([^\"]*)\"");

  /** By the series' name: each label, and the values that it has. */
  final Map<String, Map<String, Set<String>>> series = new TreeMap<>();

  /** All lines: the series with its labels, and its value. */
  final Map<String, String> values = new TreeMap<>();

  Scrape(String text) {
    text.lines().filter(line -> !line.startsWith("#")).forEach(this::read);
  }

  static Scrape ofNew() {
    try (PrometheusMetrics metrics = new PrometheusMetrics()) {
      // A collector that has not collected anything yet has told of no pause.
      System.gc();
      Awaitility.await().until(() -> metrics.scrape().contains("jvm_gc_pause_seconds_sum"));
      return new Scrape(metrics.scrape());
    }
  }

  private void read(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError("'" + line + "'; expected a series and its value");
    }
    Map<String, Set<String>> labels =
        series.computeIfAbsent(matcher.group(1), name -> new TreeMap<>());
    String all = matcher.group(2) == null ? "" : matcher.group(2);
    Matcher label = LABEL.matcher(all);
    while (label.find()) {
      labels.computeIfAbsent(label.group(1), name -> new TreeSet<>()).add(label.group(2));
    }
    values.put(matcher.group(1) + all, matcher.group(3));
  }

  /** What Prometheus calls a metric; of a timer, the name that its parts begin with. */
  static String name(Metric metric) {
    String name = "dispatch_" + metric.series().replace('.', '_');
    return switch (metric.kind()) {
      case COUNTER -> name + "_total";
      case GAUGE -> metric.unit().isEmpty() ? name : name + "_" + metric.unit();
      case TIMER -> name + "_seconds";
    };
  }
}
