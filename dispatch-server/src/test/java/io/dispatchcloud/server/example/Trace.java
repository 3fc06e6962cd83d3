package io.dispatchcloud.server.example;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The answers to the example's questions, computed from the whole trace at once. */
final class Trace {
  private record Pod(
      String qos, long gpus, long gpuMilli, long created, long deleted, Long scheduled) {
    static Pod read(String line) {
      String[] cells = line.split(",", -1);
      return new Pod(
          cells[6],
          Long.parseLong(cells[3]),
          Long.parseLong(cells[4]),
          Long.parseLong(cells[8]),
          Long.parseLong(cells[9]),
          cells[10].isEmpty() ? null : Long.valueOf(cells[10]));
    }
  }

  private final List<Pod> pods;

  Trace(Path file) throws IOException {
    pods = Files.readAllLines(file).stream().skip(1).map(Pod::read).toList();
  }

  Map<String, List<String>> podsByClass() {
    return byClass(pods, members -> List.of(Integer.toString(members.size())));
  }

  Map<String, List<String>> gpuHoursByClass() {
    return byClass(
        scheduled(),
        members -> {
          BigDecimal sum = BigDecimal.ZERO;
          for (Pod pod : members) {
            sum =
                sum.add(
                    BigDecimal.valueOf(pod.gpus())
                        .multiply(BigDecimal.valueOf(pod.gpuMilli()))
                        .multiply(BigDecimal.valueOf(pod.deleted() - pod.scheduled())));
          }
          return List.of(
              sum.divide(BigDecimal.valueOf(1000L * 3600), 2, RoundingMode.HALF_UP)
                  .toPlainString());
        });
  }

  Map<String, List<String>> waitsByClass() {
    return byClass(
        scheduled(),
        members -> {
          List<Long> waits =
              members.stream().map(pod -> pod.scheduled() - pod.created()).sorted().toList();
          List<String> answer = new ArrayList<>(List.of(Integer.toString(waits.size())));
          for (int percent : new int[] {50, 90, 99}) {
            int rank = (int) Math.ceil(percent * waits.size() / 100.0);
            answer.add(waits.get(rank - 1).toString());
          }
          return answer;
        });
  }

  List<List<String>> busiestHours() {
    Map<Long, Long> arrivals =
        pods.stream()
            .collect(Collectors.groupingBy(pod -> pod.created() / 3600, Collectors.counting()));
    return arrivals.entrySet().stream()
        .sorted(
            Map.Entry.<Long, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(10)
        .map(entry -> List.of(entry.getKey().toString(), entry.getValue().toString()))
        .toList();
  }

  private List<Pod> scheduled() {
    return pods.stream().filter(pod -> pod.scheduled() != null).toList();
  }

  private static Map<String, List<String>> byClass(
      List<Pod> pods, Function<List<Pod>, List<String>> answer) {
    Map<String, List<String>> answers = new TreeMap<>();
    pods.stream()
        .collect(Collectors.groupingBy(Pod::qos))
        .forEach((qos, members) -> answers.put(qos, answer.apply(members)));
    return answers;
  }
}
