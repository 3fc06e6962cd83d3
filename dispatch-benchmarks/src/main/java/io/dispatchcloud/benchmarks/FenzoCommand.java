package io.dispatchcloud.benchmarks;

import io.dispatchcloud.core.scheduler.PassFigures;
import io.dispatchcloud.core.scheduler.PassMeasurement;
import io.dispatchcloud.core.scheduler.Series;
import io.dispatchcloud.core.scheduler.Workload;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run fenzo}. */
@SuppressWarnings({"NullAway.Init", "unused"}) // picocli sets the fields before it calls
@Command(
    name = "fenzo",
    description = {
      "Places the same containers on the same hosts with the mapper and with Fenzo.",
      "Prints a line of JSON for each: library, containers, instances, placed, minMs,"
          + " placementsPerSecond. No instance can be created."
    })
final class FenzoCommand implements Runnable {
  private static final double NANOS_A_MILLI = 1e6;
  private static final double MILLIS_A_SECOND = 1e3;

  @Spec private CommandSpec spec;
  @Mixin private HelpOption help;

  @Option(names = "--containers", required = true, paramLabel = "Q", description = "How many wait.")
  private Amount containers;

  @Option(
      names = "--instances",
      required = true,
      paramLabel = "N",
      description = "How many hosts there are.")
  private Amount instances;

  @Option(
      names = "--runs",
      paramLabel = "RUNS",
      defaultValue = "5",
      description = "How often each of Fenzo's ways is tried; the fastest counts.")
  private Amount runs;

  @Override
  public void run() {
    int count = containers.value();
    PassMeasurement measurement =
        PassMeasurement.whole(count, instances.value(), Series.LOCKED_REFUSED, 1);
    measurement.warmUp(Duration.ofSeconds(5));
    PassFigures ours = measurement.measure(20);
    print("dispatch", ours.starts(), ours.minMs());
    for (Fenzo.Choice choice : Fenzo.Choice.values()) {
      Fenzo fenzo =
          new Fenzo(new Workload(count, instances.value(), Series.LOCKED_REFUSED, 1), choice);
      Fenzo.Run best = fenzo.run();
      for (int i = 1; i < runs.value(); i++) {
        Fenzo.Run next = fenzo.run();
        best = next.nanos() < best.nanos() ? next : best;
      }
      String name = "fenzo-" + choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
      print(name, best.placed(), best.nanos() / NANOS_A_MILLI);
    }
  }

  private void print(String library, int placed, double milliseconds) {
    spec.commandLine()
        .getOut()
        .println(
            String.format(
                Locale.ROOT,
                "{\"library\":\"%s\",\"containers\":%d,\"instances\":%d,\"placed\":%d,"
                    + "\"minMs\":%.3f,\"placementsPerSecond\":%.0f}",
                library,
                containers.value(),
                instances.value(),
                placed,
                milliseconds,
                placed * MILLIS_A_SECOND / milliseconds));
    spec.commandLine().getOut().flush();
  }
}
