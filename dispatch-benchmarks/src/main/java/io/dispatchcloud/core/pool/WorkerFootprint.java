package io.dispatchcloud.core.pool;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.core.BootOutcome;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.core.loop.HandDrivenLoop;
import io.dispatchcloud.core.runner.RunnerClient;
import io.dispatchcloud.core.runner.RunnerProgram;
import io.dispatchcloud.core.runner.RunnerSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the pool keeps of its workers, with the view of each that is published. Each has been
 * probed, and its next probe is due.
 */
public final class WorkerFootprint {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final InstanceType TYPE =
      InstanceType.builder("type1", 1, 1L << 30, new BigDecimal("0.123")).build();
  private static final RunnerSettings SETTINGS =
      new RunnerSettings("/var/lib/dispatch", "", List.of(), true);

  private final RunnerClient client =
      new RunnerClient(IdleHost.EXECUTOR, SETTINGS, RunnerProgram.load(), 1);
  private final HandDrivenLoop loop = new HandDrivenLoop(BEGIN, 1, Duration.ofMillis(1));
  private final TreeMap<InstanceId, Worker> workers = new TreeMap<>();
  private final List<WorkerView> views = new ArrayList<>();
  private final Map<ContainerId, List<RunView>> runs = new LinkedHashMap<>();

  /**
   * Makes the workers.
   *
   * @param count how many
   * @param running whether a container runs on each
   */
  public WorkerFootprint(int count, boolean running) {
    for (int number = 0; number < count; number++) {
      Worker worker = worker(number);
      if (running) {
        run(worker, number);
      }
      workers.put(worker.id, worker);
    }
    for (Worker worker : workers.values()) {
      views.add(worker.view(BEGIN.plusSeconds(3600)));
      for (Run run : worker.runs.values()) {
        List<RunView> ofContainer = new ArrayList<>(1);
        ofContainer.add(run.view());
        runs.put(run.attempt.container(), ofContainer);
      }
    }
  }

  private Worker worker(int number) {
    Instant created = BEGIN.plusMillis(number);
    Worker worker =
        new Worker(
            new IdleHost(new InstanceId("i-%07d".formatted(number))),
            TYPE,
            IdleHost.EXECUTOR,
            client.at(IdleHost.EXECUTOR),
            WorkerState.IDLE,
            IdleBehavior.RUN,
            "%040x".formatted(number),
            created,
            created.plusMillis(1));
    worker.booted = true;
    worker.boot = BootOutcome.SUCCESS;
    worker.deployed = true;
    worker.generation = "generation-%06d".formatted(number);
    worker.savedBehavior = IdleBehavior.RUN;
    worker.stateSince = created.plusSeconds(1);
    worker.answeredAt = created.plusSeconds(2);
    worker.lastProbe = created.plusSeconds(3);
    worker.lastAnswer = created.plusSeconds(4);
    worker.tagsSavedAt = created.plusSeconds(5);
    worker.lastBusy = created.plusSeconds(6);
    worker.nextProbe = loop.after(Duration.ofMillis(10_000L + number), () -> probe(worker));
    return worker;
  }

  private static void run(Worker worker, int number) {
    Attempt attempt = new Attempt(new ContainerId("zzzzz-dz642-%015d".formatted(number)), 1);
    Run run = new Run(attempt, worker, RunView.Phase.ALIVE, BEGIN.plusMillis(number));
    run.startedAt = BEGIN.plusMillis(number + 1L);
    worker.state = WorkerState.RUNNING;
    worker.add(run);
  }

  private void probe(Worker worker) {
    throw new IllegalStateException(worker.id + " is only there to be measured");
  }

  /**
   * All that the pool keeps.
   *
   * @return an object from which all of it can be reached
   */
  public Object root() {
    return this;
  }
}
