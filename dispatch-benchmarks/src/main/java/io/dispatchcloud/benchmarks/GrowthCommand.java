package io.dispatchcloud.benchmarks;

import io.dispatchcloud.core.scheduler.PassFigures;
import io.dispatchcloud.core.scheduler.PassMeasurement;
import io.dispatchcloud.core.scheduler.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run growth}. */
@SuppressWarnings({"NullAway.Init", "unused"}) // picocli sets the fields before it calls
@Command(
    name = "growth",
    description = {
      "Draws how the time of a pass grows with the number of containers.",
      "Measures all series from 1,000 containers on, a tenth as many instances; prints a line of"
          + " JSON for each size as \"pass\" does, and draws the fastest pass of each."
    })
final class GrowthCommand implements Callable<Integer> {
  private static final int[] STEPS = {1, 2, 5};
  private static final int SMALLEST = 1_000;
  private static final int PASSES_MIN = 10;
  private static final int PASSES_MAX = 1_000;
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration MEASURED = Duration.ofSeconds(3);

  @Spec private CommandSpec spec;
  @Mixin private HelpOption help;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where the picture goes, as SVG.")
  private Path out;

  @Option(
      names = "--largest",
      paramLabel = "Q",
      defaultValue = "1000000",
      description = "How many containers at the most. Default: ${DEFAULT-VALUE}.")
  private Amount largest;

  @Override
  public Integer call() throws IOException {
    GrowthChart chart = new GrowthChart();
    for (Series series : Series.values()) {
      List<GrowthChart.Point> points = new ArrayList<>();
      for (int containers : sizes()) {
        PassFigures figures = measure(containers, series);
        spec.commandLine().getOut().println(figures.json());
        spec.commandLine().getOut().flush();
        points.add(new GrowthChart.Point(containers, figures.minMs()));
      }
      chart.add(series.word(), points);
    }
    Path folder = out.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(out, chart.svg());
    return 0;
  }

  private List<Integer> sizes() {
    List<Integer> sizes = new ArrayList<>();
    for (int decade = SMALLEST; decade <= largest.value(); decade *= 10) {
      for (int step : STEPS) {
        if ((long) decade * step <= largest.value()) {
          sizes.add(decade * step);
        }
      }
    }
    return sizes;
  }

  private PassFigures measure(int containers, Series series) {
    // As many workloads as make up the largest: each size finds the caches in the same state.
    PassMeasurement measurement =
        PassMeasurement.alternating(
            containers, containers / 10, series, 1, Math.max(1, largest.value() / containers));
    Duration pass = measurement.warmUp(WARM_UP);
    long passes = MEASURED.toNanos() / Math.max(1, pass.toNanos());
    return measurement.measure((int) Math.max(PASSES_MIN, Math.min(PASSES_MAX, passes)));
  }
}
