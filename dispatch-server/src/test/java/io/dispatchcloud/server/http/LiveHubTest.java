package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.core.WorkerState;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the page shows")
class LiveHubTest {
  @Test
  @DisplayName("is made four times a second at the most, and only of a new snapshot")
  void distance() {
    AtomicLong watch = new AtomicLong();
    FakeManagement management = new FakeManagement(Samples.world());
    LiveHub hub =
        new LiveHub(
            CurrentManagement.of(management), new EventRing(10), () -> Samples.NOW, watch::get);

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
