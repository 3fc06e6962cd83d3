package io.dispatchcloud.test.kit;

import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ContainerController;
import io.dispatchcloud.core.InMemoryController;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** The store in memory with a clock that is set by hand, and what may be put in front of it. */
final class MemoryStore implements StoreEnvironment {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final InMemoryController store;
  private final ContainerController front;

  MemoryStore(StoreClaims claims, Function<InMemoryController, ContainerController> front) {
    this.store = new InMemoryController(now::get, claims.limits());
    this.front = front.apply(store);
  }

  @Override
  public ContainerController controller() {
    return front;
  }

  @Override
  public void submit(ContainerSpec spec) {
    store.submit(spec);
  }

  @Override
  public void setPriority(ContainerId id, long priority) throws ConflictException {
    store.setPriority(id, priority);
  }

  @Override
  public void cancel(ContainerId id, String reason) throws ConflictException {
    store.cancel(id, reason);
  }

  @Override
  public void passTime(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  @Override
  public void end() {
    front.close();
  }
}
