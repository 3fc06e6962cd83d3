package io.dispatchcloud.core.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.core.loop.HandDrivenLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SET-9 calls to the cloud")
class CloudCallsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final HandDrivenLoop loop = new HandDrivenLoop(START, 1, Duration.ofNanos(2));
  private final List<Duration> begun = new ArrayList<>();
  private final List<Integer> order = new ArrayList<>();

  private void call(CloudCalls calls, int number) {
    calls.call(
        "call " + number,
        () -> {
          begun.add(Duration.between(START, loop.instant()));
          order.add(number);
          return number;
        },
        outcome -> {});
  }

  @Test
  @DisplayName("begin in their order, and never more than allowed in any second")
  void pace() {
    CloudCalls calls = new CloudCalls(loop, 10);
    for (int i = 0; i < 35; i++) {
      call(calls, i);
      loop.advance(Duration.ofMillis(10));
    }
    loop.advance(Duration.ofSeconds(10));

    assertThat(order).hasSize(35).isSorted();
    for (int i = 10; i < begun.size(); i++) {
      assertThat(begun.get(i).minus(begun.get(i - 10)))
          .as("from call %d to call %d", i - 10, i)
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1).minusNanos(2));
    }
    assertThat(begun.get(34)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  @DisplayName("begin at once where there is no limit")
  void unlimited() {
    CloudCalls calls = new CloudCalls(loop, 0);
    for (int i = 0; i < 1_000; i++) {
      call(calls, i);
    }
    loop.advance(Duration.ofNanos(10));

    assertThat(order).hasSize(1_000);
  }
}
