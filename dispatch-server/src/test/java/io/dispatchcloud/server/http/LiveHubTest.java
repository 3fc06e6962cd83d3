package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.DispatchEvent;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.WorkerState;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the page shows")
class LiveHubTest {
  private static final long QUARTER = TimeUnit.MILLISECONDS.toNanos(250);

  private final AtomicLong watch = new AtomicLong();
  private final FakeManagement management = new FakeManagement(Samples.world());
  private final CurrentManagement current = CurrentManagement.of(management);
  private final EventRing ring = new EventRing(10);
  private final LiveHub hub = new LiveHub(current, ring, () -> Samples.NOW, watch::get);

  private void look(Container... containers) {
    management.snapshot =
        Samples.snapshot(
            List.of(),
            Stream.of(containers)
                .map(each -> Samples.view(each, new ContainerStatus.Running("i-1")))
                .toList());
    watch.addAndGet(QUARTER);
    hub.model();
  }

  private void runs(String container) {
    ring.add(Samples.event(DispatchEvent.Kind.CONTAINER_RUNNING, "i-1", container));
  }

  @Test
  @DisplayName("has how long a container had waited, also where the store learns of it later")
  void startLatency() {
    look(Samples.queued("a"));
    runs("a");
    look(Samples.queued("a"));
    assertThat(hub.latencies().last()).as("nobody knows yet").isZero();
    look(Samples.queued("a"));
    look(Samples.startedAt("a", Samples.NOW.plusSeconds(7)));
    look(Samples.startedAt("a", Samples.NOW.plusSeconds(7)));
    assertThat(hub.latencies().since(0).count()).isEqualTo(1);
    assertThat(hub.latencies().since(0).longest()).isEqualTo(307);
  }

  @Test
  @DisplayName("counts nothing of what ran already when the dispatcher took over")
  void takeOver() {
    look(Samples.queued("a"));
    current.set(new FakeManagement(Samples.standby(DispatcherState.STARTING)));
    watch.addAndGet(QUARTER);
    hub.model();
    runs("old");
    current.set(management);
    runs("old-2");
    look(Samples.startedAt("old", Samples.NOW.minusSeconds(60)));
    runs("old");
    look(Samples.startedAt("old", Samples.NOW.minusSeconds(60)));
    assertThat(hub.latencies().last()).isZero();
  }

  @Test
  @DisplayName("is made four times a second at the most, and only of a new snapshot")
  void distance() {
    LiveModel first = hub.model();
    assertThat(first.rows()).hasSize(3);
    management.snapshot =
        Samples.snapshot(List.of(Samples.worker("i-1", WorkerState.IDLE)), List.of());
    assertThat(hub.model()).isSameAs(first);

    watch.addAndGet(TimeUnit.MILLISECONDS.toNanos(250));
    LiveModel second = hub.model();
    assertThat(second.rows()).hasSize(1);
    watch.addAndGet(TimeUnit.MILLISECONDS.toNanos(250));
    assertThat(hub.model()).as("the same snapshot").isSameAs(second);
  }
}
