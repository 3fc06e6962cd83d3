package io.dispatchcloud.server.events;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.core.BootOutcome;
import io.dispatchcloud.core.CostReport;
import io.dispatchcloud.core.Decision;
import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.core.DispatchListener;
import io.dispatchcloud.core.DispatcherLimits;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.Explanation;
import io.dispatchcloud.core.Health;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.Management;
import io.dispatchcloud.core.WorkerState;
import io.dispatchcloud.core.WorkerView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A dispatcher that tells what it is told to tell, and can't be asked anything else. */
final class Stage implements Management {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final List<DispatchListener> listeners = new CopyOnWriteArrayList<>();
  private volatile DispatcherSnapshot snapshot = shows();

  static DispatcherSnapshot shows(WorkerView... workers) {
    return new DispatcherSnapshot(
        NOW,
        DispatcherState.ACTIVE,
        List.of(workers),
        List.of(),
        new DispatcherLimits(
            0,
            0,
            false,
            java.util.Set.of(),
            java.util.Set.of(),
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            false,
            null),
        BigDecimal.ZERO);
  }

  static WorkerView worker(String id, WorkerState state, IdleBehavior behavior, Attempt... there) {
    return new WorkerView(
        new InstanceId(id),
        "",
        null,
        state,
        behavior,
        true,
        List.of(there),
        NOW,
        null,
        null,
        null,
        null,
        BootOutcome.SUCCESS,
        BigDecimal.ZERO);
  }

  void publish(DispatcherSnapshot next) {
    snapshot = next;
  }

  void tell(DispatchEvent.Kind kind, String instance, String detail) {
    DispatchEvent event = new DispatchEvent(NOW, kind, instance, "", "", 0, detail, null);
    listeners.forEach(listener -> listener.onEvent(event));
  }

  @Override
  public DispatcherSnapshot snapshot() {
    return snapshot;
  }

  @Override
  public Subscription subscribe(DispatchListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public Health health() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean setIdleBehavior(InstanceId id, IdleBehavior behavior, String why) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean killInstance(InstanceId id, String why) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean killContainer(ContainerId id, String why) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Explanation> explain(ContainerId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Decision> history(ContainerId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CostReport costs() {
    throw new UnsupportedOperationException();
  }
}
