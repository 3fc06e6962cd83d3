package io.dispatchcloud.test.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.RateLimitException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("When calls to a pretended cloud get through")
class StubCallsTest {
  private final Bench.HandClock clock = new Bench.HandClock();
  private final List<Bench> benches = new ArrayList<>();

  private Bench bench(StubBehavior.Builder behavior) {
    Bench bench = new Bench(behavior.build(), clock);
    benches.add(bench);
    return bench;
  }

  @AfterEach
  void end() {
    benches.forEach(Bench::close);
  }

  @Test
  @DisplayName("STUB-2 calls are refused by a rate limit, with the time to wait")
  void rateLimit() {
    Bench bench = bench(StubBehavior.builder().rateLimit(1, Duration.ofSeconds(3)));

    assertThatThrownBy(bench::listed)
        .isInstanceOfSatisfying(
            RateLimitException.class, e -> assertThat(e.retryAfter()).hasSeconds(3));
  }

  @Test
  @DisplayName("STUB-2 calls that come too soon after the last one are refused")
  void minTimeBetweenCalls() throws Exception {
    Bench bench =
        bench(
            StubBehavior.builder()
                .minTimeBetweenCreates(Duration.ofSeconds(10))
                .minTimeBetweenListings(Duration.ofSeconds(5)));
    bench.create();
    bench.listed();
    clock.advance(Duration.ofSeconds(6));
    bench.listed();

    assertThatThrownBy(bench::create)
        .isInstanceOfSatisfying(
            RateLimitException.class, e -> assertThat(e.retryAfter()).hasSeconds(4));
    assertThatThrownBy(bench::listed).isInstanceOf(RateLimitException.class);
  }

  @Test
  @DisplayName("STUB-2 cloud operations are held until the test releases them")
  void heldCalls() {
    Bench bench = bench(StubBehavior.builder());
    bench.driver.holdCalls();
    List<CompletableFuture<Instance>> creates = List.of(later(bench), later(bench), later(bench));
    await().until(() -> bench.driver.heldCalls() == 3);
    assertThat(bench.driver.vms()).isEmpty();

    bench.driver.releaseCall();
    await().until(() -> creates.stream().filter(CompletableFuture::isDone).count() == 1);
    assertThat(bench.driver.vms()).hasSize(1);

    bench.driver.releaseCalls();
    creates.forEach(CompletableFuture::join);
    assertThat(bench.driver.vms()).hasSize(3);
  }

  private static CompletableFuture<Instance> later(Bench bench) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return bench.create();
          } catch (CloudException e) {
            throw new AssertionError(e);
          }
        },
        task -> new Thread(task).start());
  }
}
