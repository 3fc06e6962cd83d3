package io.dispatchcloud.server.http;

import io.dispatchcloud.api.cloud.GpuDevices;
import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.GpuNeeds;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.BootOutcome;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.ContainerView;
import io.dispatchcloud.core.CostReport;
import io.dispatchcloud.core.Decision;
import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.core.DispatcherLimits;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.Explanation;
import io.dispatchcloud.core.Explanation.PlaceVerdict;
import io.dispatchcloud.core.Explanation.TypeVerdict;
import io.dispatchcloud.core.Hindrance;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.Misfit;
import io.dispatchcloud.core.PlaceReason;
import io.dispatchcloud.core.PlaceTally;
import io.dispatchcloud.core.Shortage;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A dispatcher's world with something of everything. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final InstanceType SMALL =
      InstanceType.builder("small", 4, 8L << 30, new BigDecimal("0.10")).build();
  static final InstanceType BIG =
      InstanceType.builder("big", 64, 256L << 30, new BigDecimal("3.21"))
          .preemptible(true)
          .gpu(new GpuDevices("cuda", "12.0", "9.0", 2, 16L << 30))
          .build();
  static final InstanceSetId SHOP = new InstanceSetId("shop");

  private Samples() {}

  static WorkerView worker(String id, WorkerState state, Attempt... containers) {
    return new WorkerView(
        id == null ? null : new InstanceId(id),
        id == null ? "" : "10.0.0.1",
        SMALL,
        state,
        IdleBehavior.RUN,
        true,
        List.of(containers),
        NOW.minusSeconds(600),
        containers.length == 0 ? null : containers[0],
        null,
        NOW,
        NOW,
        BootOutcome.SUCCESS,
        new BigDecimal("0.0166666666667"));
  }

  private static WorkerView odd() {
    return new WorkerView(
        new InstanceId("i-9"),
        "",
        null,
        WorkerState.UNKNOWN,
        IdleBehavior.HOLD,
        false,
        List.of(),
        NOW,
        null,
        null,
        null,
        null,
        BootOutcome.PENDING,
        BigDecimal.ZERO);
  }

  static Container queued(String id, String... labels) {
    Map<String, String> all = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      all.put(labels[i], labels[i + 1]);
    }
    Needs needs =
        Needs.builder(2, 4L << 30)
            .gpu(
                id.startsWith("gpu")
                    ? new GpuNeeds("cuda", 1, "", List.of("9.0"), 0)
                    : GpuNeeds.NONE)
            .build();
    ContainerSpec.Builder spec = ContainerSpec.builder(id, needs, RunSpec.of("true"));
    spec.labels(all);
    return Container.queued(spec.build(), NOW.minusSeconds(300));
  }

  static Container running(String id, String instance) {
    return running(id, instance, NOW.minusSeconds(60));
  }

  private static Container running(String id, String instance, Instant since) {
    return queued(id).locked(SHOP, 1).assigned(new InstanceId(instance)).running(since);
  }

  static Container startedAt(String id, Instant since) {
    return running(id, "i-1", since);
  }

  static Container complete(String id) {
    RunResult result =
        new RunResult(
            3,
            NOW.minusSeconds(60),
            NOW,
            new OutputTail("out".getBytes(StandardCharsets.UTF_8), 3),
            OutputTail.EMPTY);
    return running(id, "i-1").completed(result);
  }

  static ContainerView view(Container container, ContainerStatus status) {
    return new ContainerView(container, status, NOW.minusSeconds(290));
  }

  static DispatcherLimits limits() {
    return new DispatcherLimits(
        0,
        64,
        false,
        Set.of("big"),
        Set.of("small", "medium"),
        new BigDecimal("0.0001"),
        new BigDecimal("12.50"),
        false,
        NOW);
  }

  /** Two that run, three that wait, one that has ended. */
  static DispatcherSnapshot world() {
    return snapshot(
        List.of(
            worker("i-1", WorkerState.RUNNING, new Attempt(new ContainerId("run-1"), 1)),
            worker("i-2", WorkerState.IDLE),
            odd(),
            worker(null, WorkerState.BOOTING)),
        List.of(
            view(running("run-1", "i-1"), new ContainerStatus.Running("i-1")),
            view(
                queued("wait-1", "project", "atlas", "user", "a:b"),
                new ContainerStatus.AtCapacity(1, List.of("big"))),
            view(
                queued("wait-2", "project", "other"),
                new ContainerStatus.WaitingForInstance("small")),
            view(
                queued("gpu-3").requeued("its instance is gone"),
                new ContainerStatus.NothingFits("no type has a GPU")),
            view(queued("wait-4").withPriority(0), new ContainerStatus.OnHold()),
            view(complete("done-1"), new ContainerStatus.Finished()),
            view(queued("wait-5", "project", "atlas"), new ContainerStatus.BudgetReached(2)),
            view(queued("wait-6"), new ContainerStatus.BootsFailing(List.of("small")))));
  }

  static DispatcherSnapshot snapshot(List<WorkerView> workers, List<ContainerView> containers) {
    return new DispatcherSnapshot(
        NOW, DispatcherState.ACTIVE, workers, containers, limits(), new BigDecimal("1.2300"));
  }

  /** Of one that is not the active one: it knows of nothing. */
  static DispatcherSnapshot standby(DispatcherState state) {
    return new DispatcherSnapshot(
        NOW, state, List.of(), List.of(), DispatcherLimits.NONE, BigDecimal.ZERO);
  }

  static Optional<Explanation> explanation(DispatcherSnapshot snapshot, ContainerId id) {
    return Optional.of(Shelf.place(snapshot, id))
        .filter(place -> place >= 0)
        .map(
            place ->
                new Explanation(
                    id,
                    snapshot.containers().get(place).status(),
                    place + 1,
                    types(),
                    List.of(new Hindrance.Throttled(NOW.plusSeconds(30))),
                    places(),
                    List.of(
                        "the provider has to have room again", "or somebody to raise a limit")));
  }

  private static List<TypeVerdict> types() {
    return List.of(
        new TypeVerdict(
            "small", SMALL.price(), List.of(), new Hindrance.AtCapacity(NOW.plusSeconds(60))),
        new TypeVerdict("medium", new BigDecimal("1.00"), List.of(), null),
        new TypeVerdict(
            "big",
            BIG.price(),
            List.of(new Misfit.TooDear(BIG.price(), new BigDecimal("0.15"))),
            null));
  }

  private static List<PlaceVerdict> places() {
    return List.of(
        new PlaceVerdict(
            new InstanceId("i-1"),
            "small",
            new PlaceReason.NoRoom(List.of(new Shortage(Shortage.Resource.VCPUS, 1_000, 0)))),
        new PlaceVerdict(null, "", new PlaceReason.WouldDo(0, false)));
  }

  static List<Decision> history(DispatcherSnapshot snapshot, ContainerId id) {
    int place = Shelf.place(snapshot, id);
    if (place < 0) {
      return List.of();
    }
    return List.of(
        new Decision(NOW.minusSeconds(60), place + 1, new ContainerStatus.Draining()),
        new Decision(
            NOW,
            place + 1,
            snapshot.containers().get(place).status(),
            types(),
            List.of(new Hindrance.MaxInstances(64)),
            new PlaceTally(0, 7, 2, 0, 1, places().subList(0, 1))));
  }

  static CostReport costs() {
    TreeMap<String, SortedMap<String, BigDecimal>> labels = new TreeMap<>();
    labels.put(
        "project",
        new TreeMap<>(Map.of("atlas", new BigDecimal("0.5"), "other", new BigDecimal("0.25"))));
    return new CostReport(
        NOW.minusSeconds(3600),
        NOW,
        new BigDecimal("1.2300000000000000001"),
        Map.of(
            CostReport.Overhead.BOOT,
            new BigDecimal("0.1"),
            CostReport.Overhead.FAILED_BOOT,
            BigDecimal.ZERO,
            CostReport.Overhead.IDLE,
            new BigDecimal("0.3"),
            CostReport.Overhead.SHUTDOWN,
            BigDecimal.ZERO),
        List.of(cost("a", "0.5"), cost("b", "0.25"), cost("c", "0.0800000000000000001")),
        BigDecimal.ZERO,
        labels,
        List.of(
            new CostReport.Day(
                LocalDate.of(2026, 2, 28), new BigDecimal("0.5"), new BigDecimal("0.4")),
            new CostReport.Day(
                LocalDate.of(2026, 3, 1),
                new BigDecimal("0.3300000000000000001"),
                BigDecimal.ZERO)));
  }

  private static CostReport.ContainerCost cost(String id, String cost) {
    return new CostReport.ContainerCost(
        new ContainerId(id), Map.of("project", "atlas"), new BigDecimal(cost));
  }

  static DispatchEvent event(DispatchEvent.Kind kind, String instance, String container) {
    return new DispatchEvent(
        NOW, kind, instance, "small", container, container.isEmpty() ? 0 : 1, "", null);
  }
}
