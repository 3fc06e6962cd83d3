package io.dispatchcloud.queue.jdbc;

import static io.dispatchcloud.queue.jdbc.Stores.HOST;
import static io.dispatchcloud.queue.jdbc.Stores.T0;
import static io.dispatchcloud.queue.jdbc.Stores.id;
import static io.dispatchcloud.queue.jdbc.Stores.result;
import static io.dispatchcloud.queue.jdbc.Stores.spec;
import static io.dispatchcloud.queue.jdbc.Stores.specOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.RetryRule;
import io.dispatchcloud.api.queue.FencedException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.RequeueReason;
import io.dispatchcloud.api.queue.UnlockReason;
import io.dispatchcloud.queue.jdbc.Stores.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("CTR-7 what attempts cost follows from what the store has of them")
class CostsTest {
  private static final BigDecimal PRICE = new BigDecimal("0.40");

  private JdbcEnvironment environment;
  private JdbcController store;
  private Owner owner;

  private void open(Kind kind) throws Exception {
    environment = kind.open();
    store = environment.controller();
    owner = Stores.lead(store);
  }

  @AfterEach
  void end() throws Exception {
    environment.end();
  }

  private Attempt start() throws Exception {
    Attempt attempt = store.lock(owner, id("a")).currentAttempt().orElseThrow();
    store.recordStart(owner, attempt, HOST, PRICE);
    return attempt;
  }

  /** As if the newest attempt had had its place for so long already. */
  private void waitFor(Duration time) throws Exception {
    environment.sql(
        "UPDATE \"%s\".attempt SET placed_at = placed_at - INTERVAL '%d' SECOND WHERE outcome = 'UNDERWAY'"
            .formatted(environment.schema(), time.toSeconds()));
  }

  private BigDecimal cost(int number) throws Exception {
    return store.attempts(id("a")).get(number - 1).cost();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("CTR-7 one that ended by itself costs its price for the time that it ran")
  void finished(Kind kind) throws Exception {
    open(kind);
    store.submit(List.of(specOf("a").retry(new RetryRule(Set.of(75), 2, 0)).build()));

    store.recordResult(owner, start(), HOST, result(75));
    assertThat(cost(1)).as("9 seconds").isEqualByComparingTo("0.001");
    Attempt second = start();
    assertThat(cost(2)).as("underway").isNull();
    store.recordRunning(owner, second, HOST, T0);
    store.recordResult(owner, second, HOST, result(0));

    assertThat(cost(2)).isEqualByComparingTo("0.001");
    assertThat(store.costs(List.of(id("a"), id("b"))))
        .isEqualTo(Map.of(id("a"), new BigDecimal("0.002")));
    assertSameEverywhere();
  }

  /** The attempts together, the container, and whoever asks for costs alone, say the same. */
  private void assertSameEverywhere() throws Exception {
    BigDecimal sum = BigDecimal.ZERO;
    for (AttemptRecord each : store.attempts(id("a"))) {
      BigDecimal cost = each.cost();
      sum = cost == null ? sum : sum.add(cost);
    }
    assertThat(store.find(id("a")).orElseThrow().cost()).isEqualByComparingTo(sum);
    assertThat(store.costs(List.of(id("a"))).getOrDefault(id("a"), BigDecimal.ZERO))
        .isEqualByComparingTo(sum);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName(
      "CTR-7 an amount has twelve digits, half of the last one rounded up, and is never negative")
  void exact(Kind kind) throws Exception {
    open(kind);
    store.submit(List.of(specOf("a").retry(new RetryRule(Set.of(75), 9, 0)).build()));
    Attempt first = store.lock(owner, id("a")).currentAttempt().orElseThrow();
    // A third of a cent, so to say, and then what is just half of the last digit.
    store.recordStart(owner, first, HOST, new BigDecimal("1234567.89"));
    store.recordResult(owner, first, HOST, result(75, T0, T0.plusNanos(1_000_001_000)));
    assertThat(cost(1)).isEqualTo("342.935867935525");
    Attempt second = store.lock(owner, id("a")).currentAttempt().orElseThrow();
    store.recordStart(owner, second, HOST, new BigDecimal("0.0000000018"));
    store.recordResult(owner, second, HOST, result(75, T0, T0.plusSeconds(1)));
    assertThat(cost(2)).isEqualTo("0.000000000001");
    Attempt third = store.lock(owner, id("a")).currentAttempt().orElseThrow();
    store.recordStart(owner, third, HOST, BigDecimal.TEN);
    store.recordResult(owner, third, HOST, result(75, T0, T0.minusSeconds(1)));
    assertThat(cost(3)).isZero();
    Attempt fourth = store.lock(owner, id("a")).currentAttempt().orElseThrow();
    store.recordStart(owner, fourth, HOST, BigDecimal.TEN);
    store.recordResult(owner, fourth, HOST, result(75, T0, T0.plus(Duration.ofDays(40))));
    assertThat(cost(4)).isEqualTo("9600");
    // A host whose clock begins with time itself.
    Attempt fifth = store.lock(owner, id("a")).currentAttempt().orElseThrow();
    store.recordStart(owner, fifth, HOST, BigDecimal.ONE);
    store.recordResult(owner, fifth, HOST, result(0, T0.minus(Duration.ofDays(22_000)), T0));
    assertThat(cost(5)).isEqualTo("528000");
    assertSameEverywhere();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("CTR-7 what is said of an attempt that is underway counts from its end")
  void saidEarly(Kind kind) throws Exception {
    open(kind);
    store.submit(List.of(specOf("a").retry(new RetryRule(Set.of(75), 9, 0)).build()));
    Attempt attempt = start();
    store.recordCost(attempt, BigDecimal.TEN);
    assertThat(cost(1)).isNull();
    assertSameEverywhere();

    assertThat(store.recordResult(owner, attempt, HOST, result(75)).cost()).isEqualTo("10");
    assertThat(cost(1)).isEqualTo("10");
    store.recordCost(attempt, BigDecimal.ONE);
    assertThat(store.lock(owner, id("a")).cost()).as("the newest word").isEqualTo("1");
    assertSameEverywhere();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("CTR-7 those that were lost, put on hold or cancelled cost what their place did")
  void endedOtherwise(Kind kind) throws Exception {
    open(kind);
    store.submit(List.of(spec("a")));

    Attempt lost = start();
    waitFor(Duration.ofHours(1));
    store.requeue(owner, lost, RequeueReason.LOST, "i-1 is gone");
    Attempt held = start();
    store.recordRunning(owner, held, HOST, T0);
    waitFor(Duration.ofHours(2));
    store.requeue(owner, held, RequeueReason.ON_HOLD, "");
    start();
    waitFor(Duration.ofHours(3));
    store.cancel(id("a"), "enough");

    assertThat(cost(1)).isBetween(new BigDecimal("0.4"), new BigDecimal("0.41"));
    assertThat(cost(2)).isBetween(new BigDecimal("0.8"), new BigDecimal("0.81"));
    assertThat(cost(3)).isBetween(new BigDecimal("1.2"), new BigDecimal("1.21"));
    assertThat(store.costs(List.of(id("a"))).get(id("a")))
        .isEqualByComparingTo(cost(1).add(cost(2)).add(cost(3)));
    assertSameEverywhere();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("CTR-7 what never had a place, or no price, has no cost")
  void without(Kind kind) throws Exception {
    open(kind);
    store.submit(List.of(spec("a")));

    Attempt first = store.lock(owner, id("a")).currentAttempt().orElseThrow();
    store.unlock(owner, first, UnlockReason.START_FAILED);
    Attempt second = store.lock(owner, id("a")).currentAttempt().orElseThrow();
    store.recordStart(owner, second, HOST);
    store.recordResult(owner, second, HOST, result(0));

    assertThat(cost(1)).isNull();
    assertThat(cost(2)).isNull();
    assertThat(store.costs(List.of(id("a")))).isEmpty();
    store.recordCost(second, new BigDecimal("0.125"));
    assertThat(cost(2)).as("what a bill says").isEqualByComparingTo("0.125");
    assertSameEverywhere();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.recordStart(owner, second, HOST, BigDecimal.ONE.negate()))
        .withMessageContaining("'-1'");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("CTR-3 CTR-7 of attempts given back for free the newest is kept, of all others each")
  void givenBack(Kind kind) throws Exception {
    open(kind);
    store.submit(List.of(spec("a")));
    giveBack(UnlockReason.QUOTA, UnlockReason.RECOVERY, UnlockReason.START_FAILED);
    store.requeue(owner, start(), RequeueReason.LOST, "gone");
    giveBack(UnlockReason.QUOTA, UnlockReason.START_FAILED, UnlockReason.QUOTA);
    store.unlock(owner, start(), UnlockReason.QUOTA);
    giveBack(UnlockReason.SUPERVISOR_LIMIT, UnlockReason.ON_HOLD);

    assertThat(store.attempts(id("a")))
        .extracting(each -> each.attempt().number() + " " + each.reason())
        .containsExactly("3 START_FAILED", "4 gone", "6 START_FAILED", "8 QUOTA", "10 ON_HOLD");
    assertThat(store.lock(owner, id("a")).attempt()).as("no number again").isEqualTo(11);
  }

  private void giveBack(UnlockReason... reasons) throws Exception {
    for (UnlockReason reason : reasons) {
      Attempt attempt = store.lock(owner, id("a")).currentAttempt().orElseThrow();
      store.unlock(owner, attempt, reason);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("QUEUE-7 a former dispatcher changes no price, and the first word about it stays")
  void fenced(Kind kind) throws Exception {
    open(kind);
    store.submit(List.of(spec("a")));
    Attempt attempt = start();
    store.recordStart(owner, attempt, HOST, BigDecimal.TEN);
    environment.passTime(Duration.ofSeconds(8));
    Owner next = Stores.lead(store);

    assertThatExceptionOfType(FencedException.class)
        .isThrownBy(() -> store.recordStart(owner, attempt, HOST, BigDecimal.TEN));
    store.recordResult(next, attempt, HOST, result(0));

    assertThat(cost(1)).isEqualByComparingTo("0.001");
  }
}
