package io.dispatchcloud.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.QuotaException;
import io.dispatchcloud.api.cloud.RateLimitException;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.core.Explanation.TypeVerdict;
import io.dispatchcloud.core.pretend.PretendHost.Payload;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SCH-11 what holds creates back, and until when, in virtual time")
class HindranceTest {
  private final VirtualDispatcher dispatcher = new VirtualDispatcher(1);

  private static Explanation explain(VirtualDispatcher of, String id) {
    return of.active().explain(new ContainerId(id)).orElseThrow();
  }

  private Explanation explain(String id) {
    return explain(dispatcher, id);
  }

  private @Nullable Hindrance ofLarge(String id) {
    return explain(id).types().stream()
        .filter(type -> type.type().equals("large"))
        .map(TypeVerdict::hindrance)
        .findFirst()
        .orElseThrow();
  }

  private void refused(CloudException failure) {
    dispatcher.cloud.nextCreateFailures.add(failure);
    dispatcher.submit("a", 8, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> dispatcher.cloud.createCalls > 0);
    dispatcher.loop.advance(Duration.ofSeconds(2));
  }

  private void isSoon(@Nullable Instant until, Duration atMost) {
    Instant now = dispatcher.loop.instant();
    assertThat(until).isAfter(now).isBeforeOrEqualTo(now.plus(atMost));
  }

  private <T extends Hindrance> T only(List<Hindrance> all, Class<T> kind) {
    assertThat(all).singleElement().isInstanceOf(kind);
    return kind.cast(all.get(0));
  }

  @Test
  @DisplayName("SET-10 a pause that the provider asked for")
  void throttled() {
    refused(new RateLimitException("slow down", Duration.ofSeconds(40)));

    isSoon(
        only(explain("a").hindrances(), Hindrance.Throttled.class).until(), Duration.ofSeconds(40));
    assertThat(explain("a").status()).isEqualTo(new ContainerStatus.WaitingForInstance("large"));
    assertThat(explain("a").remedies())
        .singleElement()
        .asString()
        .contains("none is created before");
  }

  @Test
  @DisplayName("POOL-9 no room for a type")
  void atCapacity() {
    refused(new CapacityException("full", CapacityException.Scope.INSTANCE_TYPE));

    assertThat(ofLarge("a")).isInstanceOf(Hindrance.AtCapacity.class);
    isSoon(ofLarge("a").until(), Duration.ofMinutes(1));
    assertThat(explain("a").hindrances()).isEmpty();
  }

  @Test
  @DisplayName("POOL-10 a create that failed, for who knows what reason, is no want of room")
  void createFailed() {
    refused(new CloudException("AuthFailure"));

    assertThat(ofLarge("a")).isInstanceOf(Hindrance.CreateFailed.class);
    isSoon(ofLarge("a").until(), Duration.ofSeconds(5));
    assertThat(explain("a").remedies())
        .singleElement()
        .asString()
        .startsWith("a create of large has to succeed (the log tells how the last one failed)");
  }

  @Test
  @DisplayName("POOL-8 a quota, and when it is tried again")
  void quota() {
    dispatcher.cloud.payloads = id -> new Payload(Duration.ofHours(1), 0);
    dispatcher.submit("a", 8, 1, 2);
    dispatcher.start();
    dispatcher.await(() -> dispatcher.state("a") == ContainerState.RUNNING);
    dispatcher.cloud.nextCreateFailures.add(new QuotaException("no more"));
    dispatcher.submit("b", 8, 1, 1);
    dispatcher.loop.advance(Duration.ofSeconds(30));

    assertThat(explain("b").status()).isEqualTo(new ContainerStatus.AccountLimit(1));
    isSoon(
        only(explain("b").hindrances(), Hindrance.Quota.class).until(),
        dispatcher.config.get(Settings.QUOTA_RETRY));
  }

  @Test
  @DisplayName("POOL-6 creates under way")
  void createSlots() {
    VirtualDispatcher narrow =
        new VirtualDispatcher(
            1, VirtualDispatcher.defaults().set(Settings.MAX_CONCURRENT_INSTANCE_CREATE_OPS, 1L));
    narrow.submit("a", 8, 1, 2);
    narrow.submit("b", 8, 1, 1);
    narrow.start();
    narrow.await(() -> !narrow.snapshot().workers().isEmpty());

    assertThat(explain(narrow, "b").hindrances()).containsExactly(new Hindrance.CreateSlots(1));
  }

  @Test
  @DisplayName("what failed boots have cost, and boots that fail, with the time of the next trial")
  void boots() {
    dispatcher.cloud.bootTime = Duration.ofDays(100);
    dispatcher.submit("a", 8, 1, 1);
    dispatcher.start();
    dispatcher.await(() -> explain("a").status() instanceof ContainerStatus.BootsFailing);

    isSoon(ofLarge("a").until(), Duration.ofMinutes(1));
    assertThat(explain("a").remedies()).singleElement().asString().contains("; tried again at ");

    VirtualDispatcher capped =
        new VirtualDispatcher(
            1, VirtualDispatcher.defaults().set(Settings.BREAKER_CAP, new BigDecimal("0.01")));
    capped.cloud.bootTime = Duration.ofDays(100);
    capped.submit("a", 8, 1, 1);
    capped.start();
    capped.loop.advance(Duration.ofHours(1));
    Hindrance.BootFailuresCost cost =
        only(explain(capped, "a").hindrances(), Hindrance.BootFailuresCost.class);
    assertThat(cost.most()).isEqualByComparingTo("0.01");
    assertThat(cost.cost()).isGreaterThan(cost.most());
    assertThat(explain(capped, "a").remedies()).singleElement().asString().startsWith("breakerCap");
  }
}
