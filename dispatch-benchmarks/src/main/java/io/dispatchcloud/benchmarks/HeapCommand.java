package io.dispatchcloud.benchmarks;

import io.dispatchcloud.core.queue.QueueFootprint;
import io.dispatchcloud.core.scheduler.QueuePasses;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run heap}. */
@SuppressWarnings({"NullAway.Init", "unused"}) // picocli sets the fields before it calls
@Command(
    name = "heap",
    description = {
      "Fills the queue's view, and makes passes over it with one change before each.",
      "Fails if the heap does not suffice: give it one with -Xmx in"
          + " DISPATCH_BENCHMARKS_JAVA_OPTIONS."
    })
final class HeapCommand implements Runnable {
  private static final double NANOS_A_MILLI = 1e6;
  private static final long MIB = 1L << 20;

  @Spec private CommandSpec spec;
  @Mixin private HelpOption help;

  @Option(
      names = "--containers",
      required = true,
      paramLabel = "Q",
      description = "How many are queued.")
  private Amount containers;

  @Option(
      names = "--passes",
      required = true,
      paramLabel = "P",
      description = "How many passes follow the first.")
  private Amount passes;

  @Override
  public void run() {
    QueueFootprint queue = new QueueFootprint(containers.value());
    QueuePasses planner = new QueuePasses(queue.sizer());
    long first = timed(queue, planner);
    long[] times = new long[passes.value()];
    for (int i = 0; i < times.length; i++) {
      queue.change(i % containers.value());
      times[i] = timed(queue, planner);
    }
    Arrays.sort(times);
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    String line =
        String.format(
            Locale.ROOT,
            "{\"containers\":%d,\"heapMiB\":%d,\"usedMiB\":%d,\"firstPassMs\":%.3f,\"medianMs\":%.3f}",
            queue.entries().size(),
            runtime.maxMemory() / MIB,
            (runtime.totalMemory() - runtime.freeMemory()) / MIB,
            first / NANOS_A_MILLI,
            times[times.length / 2] / NANOS_A_MILLI);
    // All of it must be there until now.
    if (planner.statuses() != containers.value()) {
      throw new IllegalStateException("a pass has lost containers");
    }
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }

  private static long timed(QueueFootprint queue, QueuePasses planner) {
    long before = System.nanoTime();
    planner.pass(queue.entries());
    return System.nanoTime() - before;
  }
}
