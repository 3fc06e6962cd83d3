package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.meter.Meters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Since when containers wait")
class QueueTimesTest {
  private static final Instant SUBMITTED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant REQUEUED = SUBMITTED.plusSeconds(600);

  private final Container container =
      Container.queued(
          ContainerSpec.builder("a", Needs.of(1, 1), RunSpec.of("run", "a")).build(), SUBMITTED);
  private Instant now = REQUEUED;
  private final List<DispatchEvent> heard = new ArrayList<>();
  private final QueueTimes times =
      new QueueTimes(id -> Optional.empty(), () -> now, new Readings());

  private void requeue() {
    DispatchEvent event =
        new DispatchEvent(
            REQUEUED, DispatchEvent.Kind.CONTAINER_REQUEUED, "", "", "a", 1, "lost", null);
    times.before(heard::add).onEvent(event);
    assertThat(heard).as("who else listens").containsExactly(event);
  }

  @Test
  @DisplayName("MET containers.longest.wait counts from the submission, or the requeueing")
  void since() {
    assertThat(times.since(container)).isEqualTo(SUBMITTED);
    requeue();
    assertThat(times.since(container)).isEqualTo(REQUEUED);
  }

  @Test
  @DisplayName("what has left the queue is forgotten, unless it was requeued just now")
  void forgotten() {
    requeue();
    times.keepOnly(Set.of());
    assertThat(times.any()).as("a newer queue may have it").isTrue();

    now = now.plusSeconds(61);
    times.keepOnly(Set.of(new ContainerId("a")));
    assertThat(times.any()).isTrue();
    times.keepOnly(Set.of());
    assertThat(times.any()).isFalse();
  }

  @Test
  @DisplayName("without meters nobody listens")
  void off() {
    DispatchListener listener = heard::add;

    assertThat(new QueueTimes(id -> Optional.empty(), () -> now, Meters.none()).before(listener))
        .isSameAs(listener);
  }
}
