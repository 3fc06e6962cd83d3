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
import io.dispatchcloud.api.queue.Sizing;
import io.dispatchcloud.core.BootOutcome;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.PlacementPolicy;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import io.dispatchcloud.core.pool.Outlook;
import io.dispatchcloud.core.pool.PoolView;
import io.dispatchcloud.core.pool.RunView;
import io.dispatchcloud.core.pool.RunView.Phase;
import io.dispatchcloud.core.sizing.Sizer;
import io.dispatchcloud.core.sizing.Sizer.Overheads;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A queue and a pool, written down, and the plan that the mapper makes of them. */
final class Scene {
  static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  static final InstanceSetId SET = new InstanceSetId("set");

  static final InstanceType SMALL = type("small", 1, "1");
  static final InstanceType MEDIUM = type("medium", 2, "2");
  static final InstanceType LARGE = type("large", 4, "4");

  final List<QueueEntry> entries = new ArrayList<>();
  final List<WorkerView> workers = new ArrayList<>();
  final Map<ContainerId, List<RunView>> runs = new LinkedHashMap<>();
  final Set<String> atCapacity = new LinkedHashSet<>();
  int createSlots = 10;
  int instancesLeft = 1_000;
  boolean atQuota;
  Limits limits = Limits.NONE;
  boolean draining;
  int containersMax;
  boolean cancelUnsatisfiable = true;
  BigDecimal budget = BigDecimal.ZERO;
  BigDecimal budgetPerContainer = BigDecimal.ZERO;
  Outlook outlook = Outlook.CLEAR;
  PlacementPolicy policy = PlacementPolicy.cheapest();

  static InstanceType type(String name, int vcpus, String price) {
    return InstanceType.builder(name, vcpus, vcpus * 1_000L, new BigDecimal(price))
        .includedScratch(vcpus * 100L)
        .build();
  }

  // The queue.

  /** A container with one need: vCPUs. It fits the types given, cheapest first. */
  static Container queued(String id, int vcpus, long priority) {
    return Container.queued(
        ContainerSpec.builder(id, Needs.of(vcpus, 0), RunSpec.of("true"))
            .priority(priority)
            .build(),
        T0);
  }

  /** One that asks for scratch space, too. */
  static Container scratchy(String id, long scratch) {
    return Container.queued(
        ContainerSpec.builder(id, Needs.builder(1, 0).tmp(scratch).build(), RunSpec.of("true"))
            .build(),
        T0);
  }

  static Container supervisor(String id) {
    return Container.queued(
        ContainerSpec.builder(id, Needs.of(1, 0), RunSpec.of("true")).supervisor(true).build(), T0);
  }

  /** Adds a container, first seen as many seconds after the start as there are before it. */
  Scene entry(Container container, InstanceType... types) {
    return entry(container, T0.plusSeconds(entries.size()), types);
  }

  Scene entry(Container container, Instant firstSeenAt, InstanceType... types) {
    Sizing sizing =
        types.length == 0
            ? Sizing.nothingFits("nothing is big enough")
            : Sizing.fits(Arrays.asList(types));
    entries.add(new QueueEntry(container, sizing, firstSeenAt));
    return this;
  }

  Scene queued(String id, InstanceType... types) {
    return entry(queued(id, 1, 1), types);
  }

  Scene locked(String id, InstanceType... types) {
    return entry(queued(id, 1, 1).locked(SET, 1), types);
  }

  /** Adds a container that runs, in the store and on its instance. */
  Scene running(String id, int vcpus, String instance, InstanceType type) {
    Container container =
        queued(id, vcpus, 1).locked(SET, 1).assigned(new InstanceId(instance)).running(T0);
    entry(container, type);
    return run(id, 1, instance, Phase.ALIVE);
  }

  // The pool.

  Scene worker(@Nullable String id, InstanceType type, WorkerState state) {
    return worker(id, type, state, IdleBehavior.RUN, true);
  }

  Scene worker(
      @Nullable String id,
      InstanceType type,
      WorkerState state,
      IdleBehavior behavior,
      boolean healthy) {
    workers.add(
        new WorkerView(
            id == null ? null : new InstanceId(id),
            "",
            type,
            state,
            behavior,
            healthy,
            List.of(),
            T0,
            null,
            null,
            null,
            null,
            BootOutcome.PENDING,
            BigDecimal.ZERO));
    return this;
  }

  Scene run(String id, long attempt, String instance, Phase phase) {
    ContainerId container = new ContainerId(id);
    runs.computeIfAbsent(container, key -> new ArrayList<>())
        .add(
            new RunView(
                new Attempt(container, attempt),
                new InstanceId(instance),
                null,
                phase,
                T0,
                null,
                null,
                false,
                false,
                false));
    return this;
  }

  // The plan.

  Plan plan() {
    return mapper().plan(snapshot());
  }

  Mapper mapper() {
    Sizer sizer = new Sizer(List.of(SMALL, MEDIUM, LARGE), Overheads.NONE, BigDecimal.TEN);
    Budgets budgets = new Budgets(budget, budgetPerContainer);
    return new Mapper(sizer, containersMax, cancelUnsatisfiable, policy, budgets);
  }

  Snapshot snapshot() {
    PoolView pool =
        new PoolView(
            T0,
            workers,
            runs,
            createSlots,
            instancesLeft,
            atQuota,
            atCapacity,
            Set.of(),
            outlook,
            BigDecimal.ZERO,
            BigDecimal.ZERO);
    return new Snapshot(entries, pool, limits, draining);
  }

  static List<String> starts(Plan plan) {
    return plan.starts().stream()
        .map(start -> start.attempt() + " on " + start.instance())
        .toList();
  }

  static List<String> locks(Plan plan) {
    return plan.locks().stream().map(ContainerId::value).toList();
  }

  static List<String> unlocks(Plan plan) {
    return plan.unlocks().stream().map(unlock -> unlock.attempt() + " " + unlock.reason()).toList();
  }

  static List<String> creates(Plan plan) {
    return plan.creates().stream().map(InstanceType::name).toList();
  }

  static List<String> shutdowns(Plan plan) {
    return plan.shutdowns().stream().map(InstanceId::value).toList();
  }

  static @Nullable ContainerStatus status(Plan plan, String id) {
    return plan.statuses().get(new ContainerId(id));
  }
}
