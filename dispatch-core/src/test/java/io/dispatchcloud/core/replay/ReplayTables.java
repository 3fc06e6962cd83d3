package io.dispatchcloud.core.replay;

import io.dispatchcloud.core.PlacementPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Makes the tables of docs/benchmarks.md; no part of the build, since its name does not end with
 * Test. The system property dispatch.replay.jobs says how many jobs of the trace to replay.
 */
@DisplayName("Tables of the placement policies")
@Timeout(value = 2, unit = TimeUnit.HOURS)
class ReplayTables {
  private static final int JOBS = Integer.getInteger("dispatch.replay.jobs", 300);
  private static final Duration LONGEST = Duration.ofHours(6);
  private static final long SEED = 1;

  private final StringBuilder table = new StringBuilder(Figures.HEAD);

  @Test
  @DisplayName("on demand, jobs with and without GPUs")
  void everything() throws Exception {
    onDemand("all", Trace.openb());
    write("replay-all.md");
  }

  @Test
  @DisplayName("on demand, jobs without GPUs")
  void withoutGpus() throws Exception {
    onDemand("no GPUs", Trace.openb().withoutGpus());
    write("replay-no-gpus.md");
  }

  @Test
  @DisplayName("preemptible")
  void preemptible() throws Exception {
    Trace trace = Trace.openb().first(JOBS).runningAtMost(LONGEST).faster(10);
    for (int times : new int[] {1, 100, 1_000}) {
      Menu menu = Menu.preemptible(times);
      Map<String, PlacementPolicy> policies = Comparison.preemptible(trace, menu);
      for (String factor : new String[] {"1.5", "4"}) {
        compare("all, 10x, rates x" + times, trace, menu, policies, factor);
      }
    }
    write("replay-preemptible.md");
  }

  private void onDemand(String name, Trace all) {
    Trace trace = all.first(JOBS).runningAtMost(LONGEST);
    for (String factor : new String[] {"1.5", "4"}) {
      compare(name, trace, factor);
      compare(name + ", 10x", trace.faster(10), factor);
      compare(name + ", at once", trace.atOnce(), factor);
      compare(name + ", at once, 1 h each", trace.atOnce().running(Duration.ofHours(1)), factor);
    }
  }

  private void compare(String name, Trace trace, String factor) {
    compare(name, trace, Menu.onDemand(), Comparison.onDemand(), factor);
  }

  private void compare(
      String name, Trace trace, Menu menu, Map<String, PlacementPolicy> policies, String factor) {
    policies.forEach(
        (policy, value) -> {
          Figures figures = Replay.run(trace, menu, value, factor, SEED);
          String row = figures.row(name + " (" + figures.completed() + " jobs)", policy, factor);
          table.append(row);
          System.out.print(row);
        });
  }

  private void write(String file) throws Exception {
    Files.writeString(Path.of("target", file), table);
    System.out.println(table);
  }
}
