package io.dispatchcloud.test.kit;

import static io.dispatchcloud.test.kit.StoreBench.A;
import static io.dispatchcloud.test.kit.StoreBench.HOST;
import static io.dispatchcloud.test.kit.StoreBench.RUN;
import static io.dispatchcloud.test.kit.StoreBench.SET;
import static io.dispatchcloud.test.kit.StoreBench.T0;
import static io.dispatchcloud.test.kit.StoreBench.result;
import static io.dispatchcloud.test.kit.StoreTests.claimed;
import static io.dispatchcloud.test.kit.StoreTests.test;
import static io.dispatchcloud.test.kit.StoreTests.unclaimed;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RetryRule;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.UnlockReason;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** CTR-7: what attempts have cost together. */
final class CostTests {
  /** A thousandth a second, so that the four seconds of {@link StoreBench#result} cost 0.004. */
  private static final BigDecimal PRICE = new BigDecimal("3.60");

  private static final String ONCE = "0.004";
  private static final String TWICE = "0.008";

  static final List<KitTest<StoreClaims, StoreBench>> ALL =
      List.of(
          told("CTR-7.18", "what ended by itself costs its price while it ran", CostTests::ended),
          told("CTR-7.19", "what ended otherwise costs its price since its start", CostTests::lost),
          told("CTR-7.20", "what never had a place or a price costs nothing", CostTests::nothing),
          told("CTR-7.21", "all answers tell what all attempts have cost", CostTests::everywhere),
          told("CTR-7.22", "the first price stays, and a result costs once", CostTests::repeated),
          test("CTR-7.23", "where none is told, all costs nothing", CostTests::untold)
              .where(unclaimed(StoreClaim.TELLS_COSTS)));

  private CostTests() {}

  private static KitTest<StoreClaims, StoreBench> told(
      String number, String title, KitTest.Body<StoreBench> body) {
    return test(number, title, body).where(claimed(StoreClaim.TELLS_COSTS));
  }

  /** One that runs again when it fails with 75. */
  private static void submit(StoreBench bench) throws Exception {
    bench.environment.submit(
        ContainerSpec.builder("a", Needs.of(1, 1 << 20), RUN)
            .retry(new RetryRule(Set.of(75), 9, 0))
            .build());
  }

  private static Attempt start(StoreBench bench) throws Exception {
    Attempt attempt = bench.lock();
    bench.store().recordStart(bench.owner(), attempt, HOST, PRICE);
    return attempt;
  }

  private static Container end(StoreBench bench, int status) throws Exception {
    Attempt attempt = start(bench);
    bench.store().recordRunning(bench.owner(), attempt, HOST, T0);
    return bench.store().recordResult(bench.owner(), attempt, HOST, result(status));
  }

  private static void ended(StoreBench bench) throws Exception {
    assertThat(bench.store().tellsCosts()).isTrue();
    submit(bench);
    assertThat(end(bench, 75).cost()).isEqualByComparingTo(ONCE);
    assertThat(bench.find().cost()).isEqualByComparingTo(ONCE);
    assertThat(end(bench, 0).cost()).isEqualByComparingTo(TWICE);
    assertThat(bench.find().cost()).isEqualByComparingTo(TWICE);
  }

  private static void lost(StoreBench bench) throws Exception {
    submit(bench);
    Attempt lost = start(bench);
    bench.store().recordRunning(bench.owner(), lost, HOST, T0);
    bench.environment.passTime(Duration.ofSeconds(2));
    Container requeued =
        bench.store().requeue(bench.owner(), lost, RequeueReason.LOST, "i-1 is gone");
    BigDecimal first = requeued.cost();
    // Two seconds, and whatever the calls took.
    assertThat(first).isBetween(new BigDecimal("0.002"), new BigDecimal("0.2"));
    assertThat(bench.find()).isEqualTo(requeued);

    Attempt failed = start(bench);
    bench.environment.passTime(Duration.ofSeconds(3));
    BigDecimal second =
        bench.store().unlock(bench.owner(), failed, UnlockReason.START_FAILED).cost();
    assertThat(second.subtract(first)).isBetween(new BigDecimal("0.003"), new BigDecimal("0.2"));

    start(bench);
    bench.environment.passTime(Duration.ofSeconds(1));
    bench.environment.cancel(A, "enough");
    assertThat(bench.find().cost().subtract(second))
        .isBetween(new BigDecimal("0.001"), new BigDecimal("0.2"));
  }

  private static void nothing(StoreBench bench) throws Exception {
    submit(bench);
    assertThat(bench.find().cost()).isZero();
    bench.store().unlock(bench.owner(), bench.lock(), UnlockReason.QUOTA);
    Attempt unpriced = bench.lock();
    bench.store().recordStart(bench.owner(), unpriced, HOST);
    Container queued = bench.store().recordResult(bench.owner(), unpriced, HOST, result(75));
    assertThat(queued.cost()).isZero();
    bench.store().recordResult(bench.owner(), bench.lock(), HOST, result(0));
    assertThat(bench.find().cost()).isZero();
  }

  private static void everywhere(StoreBench bench) throws Exception {
    submit(bench);
    end(bench, 75);
    assertCosts(bench.queued(), ONCE);
    Container locked = bench.store().lock(bench.owner(), A);
    assertCosts(List.of(locked), ONCE);
    assertCosts(bench.locked(SET), ONCE);
    Attempt attempt = locked.currentAttempt().orElseThrow();
    bench.store().recordStart(bench.owner(), attempt, HOST, PRICE);
    bench.environment.passTime(Duration.ofSeconds(5));
    assertCosts(bench.locked(SET), ONCE);
    assertCosts(List.of(bench.store().recordRunning(bench.owner(), attempt, HOST, T0)), ONCE);
    assertCosts(bench.locked(SET), ONCE);
    assertCosts(
        List.of(bench.store().recordResult(bench.owner(), attempt, HOST, result(75))), TWICE);
    bench.environment.setPriority(A, 3);
    assertCosts(bench.queued(), TWICE);
    bench.environment.setPriority(A, 0);
    bench.environment.cancel(A, "enough");
    assertCosts(bench.store().byId(List.of(A)), TWICE);
    assertThat(bench.find().state()).isEqualTo(ContainerState.CANCELLED);
  }

  private static void assertCosts(List<Container> containers, String cost) {
    assertThat(containers)
        .singleElement()
        .satisfies(each -> assertThat(each.cost()).isEqualByComparingTo(cost));
  }

  private static void repeated(StoreBench bench) throws Exception {
    submit(bench);
    Attempt attempt = start(bench);
    bench.store().recordStart(bench.owner(), attempt, HOST, PRICE.multiply(BigDecimal.TEN));
    bench.store().recordResult(bench.owner(), attempt, HOST, result(75));
    Container again = bench.store().recordResult(bench.owner(), attempt, HOST, result(75));
    assertThat(again.cost()).isEqualByComparingTo(ONCE);
    assertThat(bench.find().cost()).isEqualByComparingTo(ONCE);
  }

  private static void untold(StoreBench bench) throws Exception {
    assertThat(bench.store().tellsCosts()).isFalse();
    submit(bench);
    end(bench, 75);
    Container complete = end(bench, 0);
    assertThat(complete.cost()).isZero();
    assertThat(bench.find().cost()).isZero();
  }
}
