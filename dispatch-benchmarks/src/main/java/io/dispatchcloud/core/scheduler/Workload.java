package io.dispatchcloud.core.scheduler;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.BootOutcome;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.core.pool.Outlook;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.pool.RunView;
import io.dispatchcloud.core.sizing.Sizer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The containers and instances that passes are measured with, the same for everyone: see
 * docs/benchmarks.md. Nothing is shared between containers that a store would not share.
 */
public final class Workload {
  private static final int TYPES = 16;
  private static final long GIB = 1L << 30;
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  static final InstanceSetId SET = new InstanceSetId("benchmark");
  private static final RunSpec RUN = RunSpec.of("true");

  private final int containers;
  private final Series series;
  private final List<InstanceType> types = new ArrayList<>();
  private final Sizer sizer;
  private final List<QueueEntry> entries = new ArrayList<>();
  private final List<WorkerView> workers = new ArrayList<>();
  private final Map<ContainerId, List<RunView>> runs = new LinkedHashMap<>();
  private int submitted;

  /**
   * Makes it.
   *
   * @param containers how many wait
   * @param instances how many instances there are; on half of them something runs
   * @param series what the containers wait for
   * @param seed stands for the random order of both
   */
  public Workload(int containers, int instances, Series series, long seed) {
    this.containers = containers;
    this.series = series;
    for (int k = 1; k <= TYPES; k++) {
      types.add(type(k));
    }
    sizer = new Sizer(types, Sizer.Overheads.NONE, new BigDecimal("1.5"));
    for (int i = 0; i < containers; i++) {
      addWaiting(i);
    }
    for (int j = 0; j < instances; j++) {
      addInstance(j);
    }
    Random random = new Random(seed);
    Collections.shuffle(entries, random);
    Collections.shuffle(workers, random);
  }

  private static InstanceType type(int k) {
    return InstanceType.builder(
            "type" + k, k, k * GIB * 11 / 10, new BigDecimal("0.123").multiply(new BigDecimal(k)))
        .includedScratch(k * GIB)
        .build();
  }

  private void addWaiting(int i) {
    Needs needs = Needs.of(i % 8 + 1, (i % 3 + 1) * GIB);
    Container container = queued(i + 1, needs, i % 20 + 1);
    add(series == Series.QUEUED ? container : container.locked(SET, 1), i);
  }

  private void addInstance(int j) {
    InstanceId id = new InstanceId("i-%07d".formatted(j));
    InstanceType type = types.get(j % TYPES);
    boolean running = j / TYPES % 2 == 1;
    Attempt attempt = null;
    if (running) {
      Container container =
          queued(containers + 1L + j, Needs.of(1, GIB), 1)
              .locked(SET, 1)
              .assigned(id)
              .running(BEGIN);
      add(container, containers + (long) j);
      attempt = new Attempt(container.id(), 1);
      runs.put(container.id(), List.of(run(attempt, id, type)));
    }
    workers.add(worker(id, type, attempt));
  }

  static RunView run(Attempt attempt, InstanceId id, InstanceType type) {
    return new RunView(
        attempt, id, type, RunView.Phase.ALIVE, BEGIN, BEGIN, null, false, false, false);
  }

  /** An instance that is being created. */
  WorkerView pending(InstanceType type) {
    return worker(null, type, WorkerState.BOOTING, BootOutcome.PENDING, null);
  }

  /** Adds a container that waits as all others do, last by its id. */
  void submit(Needs needs, List<QueueEntry> queue) {
    long number = containers + (long) workers.size() + ++submitted;
    Container container = queued(number, needs, number % 20 + 1);
    queue.add(entry(series == Series.QUEUED ? container : container.locked(SET, 1), number));
  }

  private static WorkerView worker(InstanceId id, InstanceType type, @Nullable Attempt attempt) {
    WorkerState state = attempt == null ? WorkerState.IDLE : WorkerState.RUNNING;
    return worker(id, type, state, BootOutcome.SUCCESS, attempt);
  }

  private static WorkerView worker(
      @Nullable InstanceId id,
      InstanceType type,
      WorkerState state,
      BootOutcome boot,
      @Nullable Attempt attempt) {
    return new WorkerView(
        id,
        "",
        type,
        state,
        IdleBehavior.RUN,
        true,
        attempt == null ? List.of() : List.of(attempt),
        BEGIN,
        attempt,
        null,
        BEGIN,
        BEGIN,
        boot,
        BigDecimal.ZERO);
  }

  private static Container queued(long number, Needs needs, long priority) {
    ContainerId id = new ContainerId("zzzzz-dz642-%015d".formatted(number));
    return Container.queued(
        ContainerSpec.builder(id.value(), needs, RUN).priority(priority).build(), BEGIN);
  }

  private void add(Container container, long milliseconds) {
    entries.add(entry(container, milliseconds));
  }

  private QueueEntry entry(Container container, long milliseconds) {
    return new QueueEntry(
        container,
        sizer.size(container.needs(), container.preemptible()),
        BEGIN.plusMillis(milliseconds));
  }

  /**
   * The containers, those that run included.
   *
   * @return the queue, in random order
   */
  public List<QueueEntry> entries() {
    return entries;
  }

  /**
   * The instances.
   *
   * @return all, in random order
   */
  public List<WorkerView> workers() {
    return workers;
  }

  /**
   * What tells how much of an instance a container takes.
   *
   * @return the sizer
   */
  public Sizer sizer() {
    return sizer;
  }

  /** A mapper that has seen nothing yet. */
  Mapper mapper() {
    return new Mapper(sizer, 0, true);
  }

  Snapshot snapshot() {
    int slots = series == Series.LOCKED_REFUSED ? 0 : Integer.MAX_VALUE;
    PoolView pool =
        new PoolView(
            BEGIN,
            workers,
            runs,
            slots,
            Integer.MAX_VALUE,
            false,
            Set.of(),
            Set.of(),
            Outlook.CLEAR,
            BigDecimal.ZERO,
            BigDecimal.ZERO);
    return new Snapshot(entries, pool, Limits.NONE, false);
  }
}
