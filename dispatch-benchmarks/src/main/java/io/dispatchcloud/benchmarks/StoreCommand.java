package io.dispatchcloud.benchmarks;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run store}. */
@SuppressWarnings({"NullAway.Init", "unused"}) // picocli sets the fields before it calls
@Command(
    name = "store",
    description = {
      "Fills the store in an embedded PostgreSQL, a tenth queued and the rest complete, and asks it.",
      "Prints one line of JSON: rows, submits a second (in batches, and one by one), whole lives a"
          + " second (lock, start, running, result; by 1 and by 8 threads), and what polling takes:"
          + " a page of queued (1,000 at most), 100 by id, and all that is locked (median and 99th"
          + " percentile); and what a container takes in the queue's view.",
      "Commits wait for the disk, unless told not to."
    })
final class StoreCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private HelpOption help;

  @Option(
      names = "--rows",
      required = true,
      paramLabel = "ROWS",
      description = "How many containers there are before it is asked.")
  private Amount rows;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "10000",
      description = "How many are submitted at a time. Default: ${DEFAULT-VALUE}.")
  private Amount batch;

  @Option(
      names = "--batches",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many batches are submitted. Default: ${DEFAULT-VALUE}.")
  private Amount batches;

  @Option(
      names = "--calls",
      paramLabel = "C",
      defaultValue = "2000",
      description =
          "How many single submits, lives by each number of threads, and pages of each kind."
              + " Default: ${DEFAULT-VALUE}.")
  private Amount calls;

  @Option(
      names = "--no-sync",
      description = "Commits do not wait for the disk: what is measured is the rest.")
  private boolean noSync;

  @Override
  public void run() {
    try (StoreServer server = new StoreServer(!noSync)) {
      server.fill(rows.value());
      StoreMeasurement measurement =
          new StoreMeasurement(server, batch.value(), batches.value(), calls.value());
      spec.commandLine().getOut().println(measurement.json(rows.value(), !noSync));
      spec.commandLine().getOut().flush();
    } catch (Exception e) {
      throw new IllegalStateException("the store could not be measured: " + e.getMessage(), e);
    }
  }
}
