package io.dispatchcloud.server.http;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.BootOutcome;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.ContainerView;
import io.dispatchcloud.core.DispatcherLimits;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Many instances and containers in every state, the same each time. */
final class Crowd {
  private static final List<InstanceType> TYPES =
      List.of(
          InstanceType.builder("c7.2xlarge", 8, 16L << 30, new BigDecimal("0.357")).build(),
          InstanceType.builder("m7.4xlarge", 16, 64L << 30, new BigDecimal("0.806")).build(),
          InstanceType.builder("r7.4xlarge-spot", 16, 128L << 30, new BigDecimal("0.412"))
              .preemptible(true)
              .build());
  private static final List<String> WORK = List.of("align", "train", "render", "index", "merge");
  private static final List<String> USERS = List.of("ada", "grace", "edsger", "barbara");
  private static final List<String> PROJECTS = List.of("atlas", "weather", "vision");

  private final Instant now;
  private final Random chance = new Random(11);
  private final List<WorkerView> workers = new ArrayList<>();
  private final List<ContainerView> containers = new ArrayList<>();

  private Crowd(Instant now) {
    this.now = now;
  }

  static DispatcherSnapshot of(int instances, int containers, Instant now) {
    Crowd crowd = new Crowd(now);
    for (int i = 0; i < instances; i++) {
      crowd.worker(i);
    }
    while (crowd.containers.size() < containers) {
      crowd.waiting();
    }
    return crowd.snapshot();
  }

  private DispatcherSnapshot snapshot() {
    DispatcherLimits limits =
        new DispatcherLimits(
            0,
            workers.size() + 20,
            false,
            Set.of("r7.4xlarge-spot"),
            Set.of(),
            new BigDecimal("1.27"),
            BigDecimal.valueOf(workers.size()),
            false,
            null);
    return new DispatcherSnapshot(
        now, DispatcherState.ACTIVE, workers, containers, limits, new BigDecimal("1318.2271"));
  }

  private void worker(int number) {
    InstanceType type = TYPES.get(chance.nextInt(TYPES.size()));
    InstanceId id = new InstanceId("i-%05x%04d".formatted(chance.nextInt(1 << 20), number));
    WorkerState state =
        switch (chance.nextInt(20)) {
          case 0, 1 -> WorkerState.BOOTING;
          case 2, 3 -> WorkerState.IDLE;
          case 4 -> number % 2 == 0 ? WorkerState.SHUTDOWN : WorkerState.UNKNOWN;
          default -> WorkerState.RUNNING;
        };
    List<Attempt> attempts = new ArrayList<>();
    int most = state == WorkerState.RUNNING ? 1 + chance.nextInt(type.vcpus() / 2) : 0;
    for (int i = 0; i < most; i++) {
      Container running = queued(2).locked(Samples.SHOP, 1).assigned(id).running(before(3000));
      attempts.add(new Attempt(running.id(), 1));
      add(running, new ContainerStatus.Running(id.value()));
    }
    IdleBehavior behavior =
        number % 29 == 3
            ? IdleBehavior.HOLD
            : number % 37 == 5 ? IdleBehavior.DRAIN : IdleBehavior.RUN;
    workers.add(
        new WorkerView(
            id,
            "10.0.0." + number % 250,
            type,
            state,
            behavior,
            number % 61 != 7,
            attempts,
            before(9000),
            null,
            now,
            now,
            now,
            state == WorkerState.BOOTING ? BootOutcome.PENDING : BootOutcome.SUCCESS,
            new BigDecimal("0.731")));
  }

  private void waiting() {
    int place = containers.size();
    ContainerStatus status =
        switch (chance.nextInt(12)) {
          case 0, 1, 2, 3 -> new ContainerStatus.WaitingForInstance("m7.4xlarge");
          case 4, 5, 6 -> new ContainerStatus.BudgetReached(place);
          case 7, 8 -> new ContainerStatus.AtCapacity(place, List.of("r7.4xlarge-spot"));
          case 9 -> new ContainerStatus.OnHold();
          case 10 -> new ContainerStatus.Preparing();
          default ->
              new ContainerStatus.NothingFits(
                  "no type fits: m7.4xlarge has 16 vCPUs, 48 are needed");
        };
    boolean held = status instanceof ContainerStatus.OnHold;
    Container container = queued(8).withPriority(held ? 0 : chance.nextInt(900) + 1);
    add(container, status);
  }

  private Container queued(int vcpus) {
    int number = containers.size();
    String id = "%s-%06d".formatted(WORK.get(chance.nextInt(WORK.size())), number);
    ContainerSpec.Builder spec =
        ContainerSpec.builder(id, Needs.builder(vcpus, 2L << 30).build(), RunSpec.of("true"));
    spec.labels(
        Map.of(
            "user", USERS.get(chance.nextInt(USERS.size())),
            "project", PROJECTS.get(chance.nextInt(PROJECTS.size()))));
    return Container.queued(spec.build(), before(7000));
  }

  private void add(Container container, ContainerStatus status) {
    containers.add(new ContainerView(container, status, before(6000)));
  }

  private Instant before(int seconds) {
    return now.minusSeconds(60L + chance.nextInt(seconds));
  }

  static ContainerId first(DispatcherSnapshot snapshot) {
    return snapshot.containers().get(0).container().id();
  }
}
