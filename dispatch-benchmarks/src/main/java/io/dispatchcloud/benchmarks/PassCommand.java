package io.dispatchcloud.benchmarks;

import io.dispatchcloud.core.scheduler.PassMeasurement;
import io.dispatchcloud.core.scheduler.Series;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run pass}. */
@SuppressWarnings({"NullAway.Init", "unused"}) // picocli sets the fields before it calls
@Command(
    name = "pass",
    description = {
      "Makes equal passes of the mapper over one workload.",
      "Prints one line of JSON: containers, instances, series, medianMs, minMs, bytesAllocated"
          + " (by a pass), starts, creates, locks, startsFnv, createsFnv."
    })
final class PassCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private HelpOption help;

  @Option(names = "--containers", required = true, paramLabel = "Q", description = "How many wait.")
  private Amount containers;

  @Option(
      names = "--instances",
      required = true,
      paramLabel = "N",
      description = "How many instances there are.")
  private Amount instances;

  @Option(
      names = "--series",
      required = true,
      paramLabel = "SERIES",
      description = "locked-create, locked-refused or queued.")
  private Series series;

  @Option(
      names = "--passes",
      required = true,
      paramLabel = "P",
      description = "How many passes count.")
  private Amount passes;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description =
          "Passes that do not count come first: 3, and more for so long. Default: ${DEFAULT-VALUE}.")
  private Amount warmUp;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Stands for the random order of the input. Default: ${DEFAULT-VALUE}.")
  private Amount seed;

  @Option(
      names = "--changed",
      paramLabel = "C",
      description = {
        "So many containers change before each pass, in a queue that has come to rest, and what",
        "the pass before has read is kept. Without this, each pass reads everything anew."
      })
  private @Nullable Amount changed;

  private PassMeasurement measurement() {
    return changed == null
        ? PassMeasurement.whole(containers.value(), instances.value(), series, seed.value())
        : PassMeasurement.changing(
            containers.value(), instances.value(), series, seed.value(), changed.value());
  }

  @Override
  public void run() {
    PassMeasurement measurement = measurement();
    measurement.warmUp(Duration.ofSeconds(warmUp.value()));
    spec.commandLine().getOut().println(measurement.measure(passes.value()).json());
    spec.commandLine().getOut().flush();
  }
}
