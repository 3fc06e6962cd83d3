package io.dispatchcloud.core;

import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.QueueEntry;
import io.dispatchcloud.core.scheduler.Statuses;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Counts the containers of a queue, by what the gauges tell of them. For one look. */
final class QueueTally {
  private static final Map<Class<? extends ContainerStatus>, String> REASONS =
      Map.ofEntries(
          Map.entry(ContainerStatus.Preparing.class, "preparing"),
          Map.entry(ContainerStatus.OnHold.class, "on_hold"),
          Map.entry(ContainerStatus.SupervisorLimit.class, "supervisor_limit"),
          Map.entry(ContainerStatus.PreviousAttemptExiting.class, "previous_attempt_exiting"),
          Map.entry(ContainerStatus.WaitingForInstance.class, "waiting_for_instance"),
          Map.entry(ContainerStatus.AtCapacity.class, "at_capacity"),
          Map.entry(ContainerStatus.BootsFailing.class, "boots_failing"),
          Map.entry(ContainerStatus.AccountLimit.class, "account_limit"),
          Map.entry(ContainerStatus.DispatcherLimit.class, "dispatcher_limit"),
          Map.entry(ContainerStatus.BudgetReached.class, "budget_reached"),
          Map.entry(ContainerStatus.BudgetSpent.class, "budget_spent"),
          Map.entry(ContainerStatus.Draining.class, "draining"),
          Map.entry(ContainerStatus.NothingFits.class, "nothing_fits"));
  private static final Set<String> ALLOCATED = Set.of("preparing", "waiting_for_instance");
  private static final Set<String> OVER_QUOTA =
      Set.of("account_limit", "dispatcher_limit", "budget_reached");
  // These would wait for ever if nobody did anything about them.
  private static final Set<String> NOT_TO_RUN = Set.of("on_hold", "nothing_fits", "budget_spent");

  private final QueueTimes times;
  private final Instant now;
  private final Map<Kind, Long> entries = new HashMap<>();
  private final Map<String, Long> waiting = new HashMap<>();
  private long running;
  private Duration longestWait = Duration.ZERO;

  private record Kind(String state, String type) {}

  QueueTally(QueueTimes times, Instant now) {
    this.times = times;
    this.now = now;
  }

  QueueTally look(Statuses containers) {
    boolean keep = times.any();
    Set<ContainerId> queued = new HashSet<>();
    for (int i = 0; i < containers.size(); i++) {
      QueueEntry entry = containers.entry(i);
      add(entry, containers.status(i));
      if (keep) {
        queued.add(entry.container().id());
      }
    }
    if (keep) {
      times.keepOnly(queued);
    }
    return this;
  }

  private void add(QueueEntry entry, ContainerStatus status) {
    Container container = entry.container();
    String state = container.state().name().toLowerCase(Locale.ROOT);
    List<InstanceType> types = entry.sizing().types();
    entries.merge(new Kind(state, types.isEmpty() ? "none" : types.get(0).name()), 1L, Long::sum);
    running += status instanceof ContainerStatus.Running ? 1 : 0;
    String reason = REASONS.get(status.getClass());
    if (reason == null) {
      return;
    }
    waiting.merge(reason, 1L, Long::sum);
    if (!NOT_TO_RUN.contains(reason)) {
      Duration wait = Duration.between(times.since(container), now);
      longestWait = wait.compareTo(longestWait) > 0 ? wait : longestWait;
    }
  }

  void show(Gauges.Board board) {
    board.count(Metric.CONTAINERS_RUNNING, running);
    board.count(Metric.CONTAINERS_ALLOCATED_NOT_STARTED, sum(ALLOCATED));
    board.count(Metric.CONTAINERS_NOT_ALLOCATED_OVER_QUOTA, sum(OVER_QUOTA));
    board.set(Metric.CONTAINERS_LONGEST_WAIT, Seconds.of(longestWait));
    waiting.forEach((reason, count) -> board.count(Metric.CONTAINERS_WAITING, count, reason));
    entries.forEach(
        (kind, count) -> board.count(Metric.QUEUE_ENTRIES, count, kind.state, kind.type));
  }

  private long sum(Set<String> reasons) {
    return reasons.stream().mapToLong(reason -> waiting.getOrDefault(reason, 0L)).sum();
  }
}
