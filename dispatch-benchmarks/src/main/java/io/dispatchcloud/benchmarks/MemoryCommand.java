package io.dispatchcloud.benchmarks;

import io.dispatchcloud.core.WorkerFootprint;
import io.dispatchcloud.core.queue.QueueFootprint;
import io.dispatchcloud.core.scheduler.QueuePasses;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run memory}. */
@SuppressWarnings({"NullAway.Init", "unused"}) // picocli sets the fields before it calls
@Command(
    name = "memory",
    description = {
      "Prints what one more container, and one more worker, take of the heap.",
      "And which classes take it; what all of them share does not count."
    })
final class MemoryCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private HelpOption help;

  @Option(
      names = "--count",
      paramLabel = "COUNT",
      defaultValue = "100000",
      description = "How many of each are looked at. Default: ${DEFAULT-VALUE}.")
  private Amount count;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(container(count.value()).table("container in the queue's view"));
    out.print(containerWithPass(count.value()).table("container, with what a pass leaves of it"));
    out.print(worker(count.value(), false).table("worker that is idle"));
    out.print(worker(count.value(), true).table("worker with one container"));
    out.flush();
  }

  static Footprint container(int count) {
    return Footprint.ofOneMore(
        count,
        n -> {
          QueueFootprint queue = new QueueFootprint(n);
          return new Object[] {queue.root(), queue.entries()};
        });
  }

  static Footprint containerWithPass(int count) {
    return Footprint.ofOneMore(
        count,
        n -> {
          QueueFootprint queue = new QueueFootprint(n);
          QueuePasses passes = new QueuePasses(queue.sizer());
          passes.pass(queue.entries());
          return new Object[] {queue.root(), queue.entries(), passes};
        });
  }

  static Footprint worker(int count, boolean running) {
    return Footprint.ofOneMoreIn(
        count,
        n -> {
          WorkerFootprint workers = new WorkerFootprint(n, running);
          return new Footprint.Heap(workers.all(), workers.containers());
        });
  }
}
