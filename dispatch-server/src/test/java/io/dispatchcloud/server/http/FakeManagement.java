package io.dispatchcloud.server.http;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.queue.Subscription;
import io.dispatchcloud.core.CostReport;
import io.dispatchcloud.core.Decision;
import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.core.DispatchListener;
import io.dispatchcloud.core.DispatcherSnapshot;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.Explanation;
import io.dispatchcloud.core.Health;
import io.dispatchcloud.core.IdleBehavior;
import io.dispatchcloud.core.Management;
import io.dispatchcloud.core.NotActiveException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A dispatcher that shows what it was told to show, and keeps its orders. */
final class FakeManagement implements Management {
  final List<String> orders = new CopyOnWriteArrayList<>();
  final List<DispatchListener> listeners = new CopyOnWriteArrayList<>();
  final AtomicInteger healthAsked = new AtomicInteger();
  volatile DispatcherSnapshot snapshot;
  volatile Health health =
      new Health(DispatcherState.ACTIVE, true, true, Samples.NOW, Samples.NOW, List.of());
  volatile RuntimeException failure;

  /** How often what needs the dispatcher's thread was asked, and how long each of that takes. */
  final AtomicInteger asked = new AtomicInteger();

  volatile long latency;

  /** Stands by after so many orders; negative for never. */
  volatile int failAfter = -1;

  FakeManagement(DispatcherSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  void tell(DispatchEvent event) {
    listeners.forEach(listener -> listener.onEvent(event));
  }

  private void mayFail() {
    asked.incrementAndGet();
    if (latency > 0) {
      try {
        TimeUnit.MILLISECONDS.sleep(latency);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (failAfter >= 0 && orders.size() >= failAfter) {
      throw new NotActiveException("it stands by now");
    }
    if (failure != null) {
      throw failure;
    }
  }

  private boolean has(InstanceId id) {
    return snapshot.workers().stream().anyMatch(worker -> id.equals(worker.id()));
  }

  @Override
  public DispatcherSnapshot snapshot() {
    return snapshot;
  }

  @Override
  public Optional<InstanceSetId> instanceSet() {
    return Optional.of(Samples.SHOP);
  }

  @Override
  public Health health() {
    healthAsked.incrementAndGet();
    return health;
  }

  @Override
  public boolean setIdleBehavior(InstanceId id, IdleBehavior behavior, String why) {
    mayFail();
    return has(id) && orders.add(behavior.word() + " " + id + ": " + why);
  }

  @Override
  public boolean killInstance(InstanceId id, String why) {
    mayFail();
    return has(id) && orders.add("kill " + id + ": " + why);
  }

  @Override
  public boolean killContainer(ContainerId id, String why) {
    mayFail();
    return snapshot.containers().stream()
            .anyMatch(
                view -> view.container().id().equals(id) && !view.container().state().isFinal())
        && orders.add("kill " + id + ": " + why);
  }

  @Override
  public Optional<Explanation> explain(ContainerId id) {
    mayFail();
    return Samples.explanation(snapshot, id);
  }

  @Override
  public List<Decision> history(ContainerId id) {
    return Samples.history(snapshot, id);
  }

  @Override
  public CostReport costs() {
    mayFail();
    return Samples.costs();
  }

  @Override
  public Subscription subscribe(DispatchListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
