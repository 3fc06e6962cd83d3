package io.dispatchcloud.test.kit;

import static io.dispatchcloud.test.kit.StoreBench.A;
import static io.dispatchcloud.test.kit.StoreBench.HOST;
import static io.dispatchcloud.test.kit.StoreBench.RUN;
import static io.dispatchcloud.test.kit.StoreBench.T0;
import static io.dispatchcloud.test.kit.StoreBench.result;
import static io.dispatchcloud.test.kit.StoreTests.conflict;
import static io.dispatchcloud.test.kit.StoreTests.test;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RetryRule;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.UnlockReason;
import java.util.List;
import java.util.Set;

/** CTR-7: what runs again after it failed by itself. */
final class RetryTests {
  static final List<KitTest<StoreClaims, StoreBench>> ALL =
      List.of(
          test("CTR-7.10", "what fails as its retry rule says runs again", RetryTests::again),
          test("CTR-7.11", "what ends otherwise does not run again", RetryTests::otherwise),
          test("CTR-7.12", "so many attempts, and the last result stays", RetryTests::soMany),
          test("CTR-7.13", "a result that was retried can be recorded again", RetryTests::repeat),
          test("CTR-7.14", "without a result nothing was retried", RetryTests::unlocked),
          test("CTR-7.15", "retries are no losses, nor the reverse", RetryTests::apart),
          test("CTR-7.16", "preemptible so often, then on demand", RetryTests::onDemand),
          test("CTR-7.17", "without a rule it stays preemptible", RetryTests::preemptible));

  private RetryTests() {}

  private static void submit(StoreBench bench, RetryRule rule) throws Exception {
    bench.environment.submit(
        ContainerSpec.builder("a", Needs.of(1, 1 << 20), RUN)
            .preemptible(true)
            .retry(rule)
            .build());
  }

  private static Container end(StoreBench bench, Attempt attempt, int status) throws Exception {
    bench.store().recordStart(bench.owner(), attempt, HOST);
    bench.store().recordRunning(bench.owner(), attempt, HOST, T0);
    return bench.store().recordResult(bench.owner(), attempt, HOST, result(status));
  }

  private static Container lose(StoreBench bench) throws Exception {
    Attempt attempt = bench.lock();
    bench.store().recordStart(bench.owner(), attempt, HOST);
    return bench.store().requeue(bench.owner(), attempt, RequeueReason.LOST, "i-1 is gone");
  }

  private static void again(StoreBench bench) throws Exception {
    submit(bench, new RetryRule(Set.of(75, 3), 2, 0));
    Attempt first = bench.lock();
    Container queued = end(bench, first, 75);
    assertThat(queued.state()).isEqualTo(ContainerState.QUEUED);
    assertThat(queued.owner()).isNull();
    assertThat(queued.instance()).isNull();
    assertThat(queued.result()).isNull();
    assertThat(queued.error()).contains("75");
    assertThat(bench.queued()).containsExactly(queued);
    assertThat(bench.lock().number()).isGreaterThan(first.number());
  }

  private static void otherwise(StoreBench bench) throws Exception {
    submit(bench, new RetryRule(Set.of(75), 9, 0));
    assertThat(end(bench, bench.lock(), 75).state()).isEqualTo(ContainerState.QUEUED);
    Container complete = end(bench, bench.lock(), 76);
    assertThat(complete.state()).isEqualTo(ContainerState.COMPLETE);
    StoreBench.assertSame(bench.find(), complete);
  }

  private static void soMany(StoreBench bench) throws Exception {
    submit(bench, new RetryRule(Set.of(75), 3, 0));
    for (int i = 1; i < 3; i++) {
      assertThat(end(bench, bench.lock(), 75).state())
          .as("attempt " + i)
          .isEqualTo(ContainerState.QUEUED);
    }
    Container last = end(bench, bench.lock(), 75);
    assertThat(last.state()).isEqualTo(ContainerState.COMPLETE);
    assertThat(last.result()).usingRecursiveComparison().isEqualTo(result(75));
  }

  private static void repeat(StoreBench bench) throws Exception {
    submit(bench, new RetryRule(Set.of(75), 3, 0));
    Attempt attempt = bench.lock();
    Container queued = end(bench, attempt, 75);
    Container again = bench.store().recordResult(bench.owner(), attempt, HOST, result(75));
    assertThat(again).isEqualTo(queued);
    assertThat(bench.find()).isEqualTo(queued);
    // It did not count twice.
    assertThat(end(bench, bench.lock(), 75).state()).isEqualTo(ContainerState.QUEUED);
    conflict(
        "a result of a former attempt",
        () -> bench.store().recordResult(bench.owner(), attempt, HOST, result(75)));
  }

  private static void unlocked(StoreBench bench) throws Exception {
    submit(bench, new RetryRule(Set.of(75), 3, 0));
    end(bench, bench.lock(), 75);
    Attempt second = bench.lock();
    bench.store().unlock(bench.owner(), second, UnlockReason.QUOTA);
    conflict(
        "a result of what was unlocked",
        () -> bench.store().recordResult(bench.owner(), second, HOST, result(75)));
  }

  private static void apart(StoreBench bench) throws Exception {
    submit(bench, new RetryRule(Set.of(75), 2, 0));
    for (int i = 1; i <= bench.claims.limits().maxRetryAttempts(); i++) {
      assertThat(lose(bench).state()).isEqualTo(ContainerState.QUEUED);
    }
    assertThat(end(bench, bench.lock(), 75).state()).isEqualTo(ContainerState.QUEUED);
    assertThat(lose(bench).state()).isEqualTo(ContainerState.CANCELLED);
  }

  private static void onDemand(StoreBench bench) throws Exception {
    submit(bench, new RetryRule(Set.of(75), 9, 3));
    assertThat(lose(bench).preemptible()).isTrue();
    assertThat(end(bench, bench.lock(), 75).preemptible()).isTrue();
    // Neither was taken away, nor failed.
    bench.store().unlock(bench.owner(), bench.lock(), UnlockReason.START_FAILED);
    bench.store().requeue(bench.owner(), bench.lock(), RequeueReason.ON_HOLD, "on hold");
    assertThat(bench.find().preemptible()).isTrue();
    assertThat(end(bench, bench.lock(), 75).preemptible()).isFalse();
    assertThat(bench.queued()).extracting(Container::preemptible).containsExactly(false);
    bench.lock();
    assertThat(bench.find(A).preemptible()).isFalse();
  }

  private static void preemptible(StoreBench bench) throws Exception {
    submit(bench, RetryRule.NONE);
    for (int i = 1; i <= bench.claims.limits().maxRetryAttempts(); i++) {
      assertThat(lose(bench).preemptible()).isTrue();
    }
  }
}
