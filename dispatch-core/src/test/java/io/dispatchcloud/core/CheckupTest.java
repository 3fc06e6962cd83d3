package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.core.Checkup.Signs;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A checkup of an active dispatcher")
class CheckupTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private static Health checked(@Nullable Instant waiting, boolean mayAct) {
    Instant since = NOW.minus(Duration.ofHours(1));
    Instant seen = NOW.minus(Duration.ofSeconds(5));
    return Checkup.active(
        VirtualDispatcher.defaults().build(),
        new Signs(NOW, since, seen, seen, waiting, mayAct),
        DispatcherLimits.NONE);
  }

  @Test
  @DisplayName("finds nothing where queue and instances are fresh and passes come to their end")
  void well() {
    assertThat(checked(null, true).ready()).isTrue();
    Health busy = checked(NOW.minus(Duration.ofSeconds(59)), true);
    assertThat(busy.ready()).isTrue();
    assertThat(busy.troubles()).isEmpty();
  }

  @Test
  @DisplayName("not ready where something has waited for a pass for more than a minute")
  void nothingDecided() {
    Health health = checked(NOW.minus(Duration.ofSeconds(75)), true);

    assertThat(health.live()).isTrue();
    assertThat(health.ready()).isFalse();
    assertThat(health.troubles())
        .containsExactly(
            "nothing was decided for 1m15s, though something changed: see the log for bugs");
  }

  @Test
  @DisplayName("not ready where the lease has run out: another one may lead")
  void leaseRanOut() {
    Health health = checked(null, false);

    assertThat(health.live()).isTrue();
    assertThat(health.ready()).isFalse();
    assertThat(health.troubles())
        .singleElement()
        .asString()
        .contains("the lease ran out", "another dispatcher may lead");
  }
}
