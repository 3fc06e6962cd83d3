package io.dispatchcloud.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceType;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Who does not wait as long as the provider wants is noticed")
class WaitsAreKeptTest {
  private static final InstanceType TYPE =
      InstanceType.builder("small", 2, 4L << 30, BigDecimal.ONE).build();
  private static final InstanceType OTHER =
      InstanceType.builder("large", 8, 16L << 30, BigDecimal.ONE).build();

  private final NotedBench bench = new NotedBench();
  private final WaitsAreKept checker = new WaitsAreKept(bench);

  private record Someone(String name, long local, long mayActUntil) implements Caller {}

  private static Caller at(Duration time) {
    return new Someone("d1", time.toNanos(), Long.MAX_VALUE);
  }

  @Test
  @DisplayName("SET-10 a call of a kind that was limited, before it may be tried again")
  void rateLimit() {
    checker.rateLimited(at(Duration.ZERO), "create", Duration.ofSeconds(30));
    checker.rateLimited(at(Duration.ofSeconds(5)), "create", Duration.ofSeconds(1));
    checker.called(at(Duration.ofSeconds(10)), "list");
    checker.called(new Someone("d2", 1, 1), "create");
    checker.called(at(Duration.ofSeconds(30)), "create");
    assertThat(bench.broken).isEmpty();

    checker.called(at(Duration.ofSeconds(29)), "create");
    assertThat(bench.broken).containsExactly("SET-10");
  }

  @ParameterizedTest
  @EnumSource(names = {"TYPE", "GROUP", "ALL"})
  @DisplayName("POOL-9 what there was no room for, asked for within a minute")
  void capacity(Refusal why) {
    checker.refused(at(Duration.ZERO), TYPE, why);
    checker.requested(at(Duration.ofMinutes(1)), TYPE);
    assertThat(bench.broken).isEmpty();

    checker.requested(at(Duration.ofSeconds(59)), TYPE);
    assertThat(bench.broken).containsExactly("POOL-9");
  }

  @Test
  @DisplayName("POOL-9 one type that has no room says nothing of another")
  void otherType() {
    checker.refused(at(Duration.ZERO), TYPE, Refusal.TYPE);
    checker.requested(at(Duration.ofSeconds(1)), OTHER);
    assertThat(bench.broken).isEmpty();
  }
}
