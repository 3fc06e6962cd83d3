package io.dispatchcloud.benchmarks;

import com.netflix.fenzo.ConstraintEvaluator;
import com.netflix.fenzo.SchedulingResult;
import com.netflix.fenzo.TaskScheduler;
import com.netflix.fenzo.VirtualMachineLease;
import com.netflix.fenzo.plugins.BinPackingFitnessCalculators;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.core.scheduler.Workload;
import io.dispatchcloud.core.sizing.Resources;
import io.dispatchcloud.core.sizing.Sizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A workload, given to Netflix Fenzo: containers in order of priority, hosts as it gets them. */
final class Fenzo {
  private static final long NEVER_SECONDS = 1_000_000_000;

  private final List<Task> tasks = new ArrayList<>();
  private final List<VirtualMachineLease> hosts = new ArrayList<>();
  private final Map<Task, String> running = new HashMap<>();
  private final Map<String, String> typeOfHost = new HashMap<>();
  private final Choice choice;

  /** How it chooses. */
  enum Choice {
    /** The host where CPUs and memory get fullest, after a look at all. */
    BEST_FIT(2, true),
    /** The first host that will do. */
    FIRST_FIT(0, true),
    /** The first host that will do, whatever it costs. */
    FIRST_FIT_AT_ANY_PRICE(0, false);

    // Fitness is 1 at the most.
    private final double goodEnough;

    private final boolean limited;

    Choice(double goodEnough, boolean limited) {
      this.limited = limited;
      this.goodEnough = goodEnough;
    }
  }

  /** What a run did: how many containers it placed, and how long it took. */
  record Run(int placed, long nanos) {}

  Fenzo(Workload workload, Choice choice) {
    this.choice = choice;
    Map<String, Resources> used = new HashMap<>();
    workload.entries().stream()
        .sorted(
            Comparator.<QueueEntry>comparingLong(each -> each.container().priority()).reversed())
        .forEach(entry -> add(entry, workload.sizer(), used));
    for (WorkerView worker : workload.workers()) {
      if (worker.id() == null || worker.type() == null) {
        throw new IllegalArgumentException("a worker without an id or a type");
      }
      String id = worker.id().value();
      typeOfHost.put(id, worker.type().name());
      Resources all = Sizer.resources(worker.type());
      hosts.add(new Host(id, used.containsKey(id) ? all.minus(used.get(id)) : all));
    }
  }

  private void add(QueueEntry entry, Sizer sizer, Map<String, Resources> used) {
    Container container = entry.container();
    Resources needed = sizer.resources(container.needs());
    Task task = new Task(container.id().value(), needed, constraints(entry));
    if (container.state() == ContainerState.RUNNING && container.instance() != null) {
      String host = container.instance().value();
      used.put(host, needed);
      running.put(task, host);
    } else {
      tasks.add(task);
    }
  }

  private List<ConstraintEvaluator> constraints(QueueEntry entry) {
    if (!choice.limited) {
      return List.of();
    }
    Set<String> types =
        entry.sizing().types().stream().map(InstanceType::name).collect(Collectors.toSet());
    return List.of(new OneOf(types, typeOfHost));
  }

  /** Places the containers with a scheduler that knows what runs, and nothing else. */
  Run run() {
    TaskScheduler scheduler =
        new TaskScheduler.Builder()
            .withLeaseOfferExpirySecs(NEVER_SECONDS)
            .withLeaseRejectAction(
                lease -> {
                  throw new IllegalStateException(lease.hostname() + " was given back");
                })
            .withFitnessCalculator(BinPackingFitnessCalculators.cpuMemBinPacker)
            .withFitnessGoodEnoughFunction(fitness -> fitness > choice.goodEnough)
            .disableShortfallEvaluation()
            .build();
    try {
      running.forEach(scheduler.getTaskAssigner()::call);
      long before = System.nanoTime();
      SchedulingResult result = scheduler.scheduleOnce(tasks, hosts);
      long nanos = System.nanoTime() - before;
      if (!result.getExceptions().isEmpty()) {
        throw new IllegalStateException("Fenzo failed", result.getExceptions().get(0));
      }
      int placed =
          result.getResultMap().values().stream()
              .mapToInt(each -> each.getTasksAssigned().size())
              .sum();
      return new Run(placed, nanos);
    } finally {
      scheduler.shutdown();
    }
  }
}
