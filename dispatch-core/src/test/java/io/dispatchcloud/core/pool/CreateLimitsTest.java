package io.dispatchcloud.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.QuotaException;
import io.dispatchcloud.api.cloud.QuotaGroup;
import io.dispatchcloud.api.cloud.RateLimitException;
import io.dispatchcloud.core.Hindrance;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What refused creates teach")
class CreateLimitsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final InstanceType TYPE =
      InstanceType.builder("small", 2, 4L << 30, BigDecimal.ONE).build();

  private final CreateLimits limits =
      new CreateLimits(Duration.ofMinutes(10), type -> new QuotaGroup("standard"));

  private void failed(CloudException error, Duration after) {
    limits.failed(error, TYPE, 1, NOW.plus(after));
  }

  @Test
  @DisplayName("POOL-9 an ordinary failure does not shorten the minute of a type without room")
  void capacityOutlivesFailures() {
    failed(new CapacityException("full", CapacityException.Scope.INSTANCE_TYPE), Duration.ZERO);
    failed(new CloudException("an internal error"), Duration.ofSeconds(1));

    assertThat(limits.atCapacityUntil(TYPE, NOW.plusSeconds(1))).isEqualTo(NOW.plusSeconds(60));
    assertThat(limits.hindrance(TYPE, NOW.plusSeconds(1)))
        .isEqualTo(new Hindrance.AtCapacity(NOW.plusSeconds(60)));
  }

  @Test
  @DisplayName("POOL-10 a pause after a failure is told as one, until it is over")
  void pauseIsNoWantOfRoom() {
    failed(new CloudException("an internal error"), Duration.ZERO);

    assertThat(limits.hindrance(TYPE, NOW.plusSeconds(4)))
        .isEqualTo(new Hindrance.CreateFailed(NOW.plusSeconds(5)));
    assertThat(limits.hindrance(TYPE, NOW.plusSeconds(5))).isNull();
  }

  @Test
  @DisplayName("POOL-8 a quota holds until its time is over, or an instance goes away")
  void quotaUntil() {
    failed(new QuotaException("no more"), Duration.ZERO);

    assertThat(limits.quotaUntil(1, NOW.plusSeconds(1))).isEqualTo(NOW.plusSeconds(600));
    assertThat(limits.quotaUntil(0, NOW.plusSeconds(1))).isNull();
    assertThat(limits.quotaUntil(1, NOW.plusSeconds(600))).isNull();
  }

  @Test
  @DisplayName("SET-10 a later, shorter rate limit does not shorten an earlier, longer one")
  void longestRateLimit() {
    failed(new RateLimitException("slow down", Duration.ofSeconds(30)), Duration.ZERO);
    failed(new RateLimitException("slow down", Duration.ofSeconds(1)), Duration.ofSeconds(1));

    assertThat(limits.throttled(NOW.plusSeconds(29))).isTrue();
    assertThat(limits.throttled(NOW.plusSeconds(30))).isFalse();
  }
}
