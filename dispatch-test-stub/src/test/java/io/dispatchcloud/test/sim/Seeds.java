package io.dispatchcloud.test.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Runs many simulations at once, on all processors. */
final class Seeds {
  private Seeds() {}

  /** What came of each seed, in their order. */
  static <T> Map<Long, T> each(LongStream seeds, LongFunction<T> run) throws Exception {
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      Map<Long, Future<T>> running = new TreeMap<>();
      seeds.forEach(seed -> running.put(seed, threads.submit(() -> run.apply(seed))));
      Map<Long, T> results = new TreeMap<>();
      for (Map.Entry<Long, Future<T>> each : running.entrySet()) {
        results.put(each.getKey(), each.getValue().get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  /** The reports of those that broke a rule. */
  static List<String> failures(LongStream seeds, LongFunction<SimulationResult> run)
      throws Exception {
    List<String> reports = new ArrayList<>();
    for (String report : each(seeds, seed -> report(run.apply(seed))).values()) {
      if (!report.isEmpty()) {
        reports.add(report);
      }
    }
    return reports;
  }

  private static String report(SimulationResult result) {
    return result.violation().isPresent() ? result.report() : "";
  }
}
