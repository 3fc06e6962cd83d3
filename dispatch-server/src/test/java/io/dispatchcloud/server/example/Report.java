package io.dispatchcloud.server.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads the example's report and compares each answer with one computed from the whole trace. */
final class Report {
  private final List<String> lines;

  private Report(Path file) throws IOException {
    lines = Files.readAllLines(file);
  }

  static void check(Path file, Path traceFile) throws IOException {
    Report report = new Report(file);
    Trace trace = new Trace(traceFile);
    assertThat(report.byClass("## Pods by QoS class")).isEqualTo(trace.podsByClass());
    assertThat(report.byClass("## GPU-hours by QoS class")).isEqualTo(trace.gpuHoursByClass());
    assertThat(report.byClass("## Wait from creation to scheduling, in seconds"))
        .isEqualTo(trace.waitsByClass());
    assertThat(report.table("## The ten hours with most arrivals"))
        .isEqualTo(trace.busiestHours())
        .hasSize(10);
  }

  private Map<String, List<String>> byClass(String heading) {
    return table(heading).stream()
        .collect(Collectors.toMap(row -> row.get(0), row -> row.subList(1, row.size())));
  }

  private List<List<String>> table(String heading) {
    assertThat(lines).contains(heading);
    return lines.stream()
        .skip(lines.indexOf(heading) + 1L)
        .takeWhile(line -> !line.startsWith("#"))
        .filter(line -> line.startsWith("|"))
        .skip(2)
        .map(line -> Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList())
        .toList();
  }
}
