package io.dispatchcloud.test.sim.trace;

import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.test.sim.SimulatedContainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the containers of a trace. Equal needs are kept once: traces have few kinds of jobs. */
final class Workload {
  /** The longest time that a simulated container may wait or run, in seconds: ten years. */
  static final long LONGEST = Duration.ofDays(3_650).toSeconds();

  // Nothing of a command is simulated.
  private static final RunSpec RUN = RunSpec.of("run");

  private final TraceRules rules;
  // The latest first, so that it makes room for an earlier one.
  private final PriorityQueue<Job> jobs = new PriorityQueue<>(Job.IN_ORDER.reversed());
  private final Set<String> ids = new HashSet<>();
  private final Map<Needs, Needs> kinds = new HashMap<>();
  private int taken;
  private int leftOut;

  private record Job(long second, int number, ContainerSpec spec, Duration runs, int exitStatus) {
    private static final Comparator<Job> IN_ORDER =
        Comparator.comparingLong(Job::second).thenComparingInt(Job::number);
  }

  Workload(TraceRules rules) {
    this.rules = rules;
  }

  void leaveOut() {
    leftOut++;
  }

  /** False if there is one of that name already. */
  boolean isNew(String id) {
    return ids.add(id);
  }

  /**
   * Takes a container, if the rules do.
   *
   * @param second when it came, in the trace's time
   * @param recorded how long it ran; null if the trace does not tell
   */
  void add(String id, long second, Needs needs, @Nullable Duration recorded, int exitStatus) {
    Duration run = rules.run(recorded);
    if (run == null || second < rules.from().toSeconds()) {
      leaveOut();
      return;
    }
    Needs known = kinds.putIfAbsent(needs, needs);
    ContainerSpec spec =
        ContainerSpec.builder(id, known == null ? needs : known, RUN)
            .preemptible(rules.preemptible())
            .build();
    if (rules.takes(spec)) {
      jobs.add(new Job(second, ++taken, spec, run, exitStatus));
      if (jobs.size() > rules.most()) {
        jobs.remove();
      }
    } else {
      leaveOut();
    }
  }

  /** All of them, the first at once. What comes more than ten years later is left out. */
  Trace trace(Map<String, String> header) {
    List<Job> sorted = new ArrayList<>(jobs);
    sorted.sort(Job.IN_ORDER);
    List<SimulatedContainer> containers = new ArrayList<>(sorted.size());
    for (Job job : sorted) {
      long after = job.second() - sorted.get(0).second();
      if (after > LONGEST) {
        leaveOut();
      } else {
        containers.add(
            new SimulatedContainer(
                job.spec(), Duration.ofSeconds(after), job.runs(), job.exitStatus()));
      }
    }
    return new Trace(containers, leftOut, header);
  }
}
