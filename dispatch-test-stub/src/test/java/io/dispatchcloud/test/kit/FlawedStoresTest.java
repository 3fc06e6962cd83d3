package io.dispatchcloud.test.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The kit for stores")
class FlawedStoresTest {
  private static final Map<String, List<KitTest<StoreClaims, StoreBench>>> FACTORIES =
      Map.of(
          "states", StateTests.ALL,
          "attempts", AttemptTests.ALL,
          "costs", CostTests.ALL,
          "queue", QueueTests.ALL,
          "leases", LeaseTests.ALL,
          "contention", ContentionTests.ALL,
          "crashes", CrashTests.ALL);

  @AfterEach
  void whole() {
    FlawedStoreKit.flaw = StoreFlaw.NONE;
    FlawedStoreKit.claims = FlawedStoreKit.all();
  }

  private static KitRun runOnly(Class<?> kit, StoreClaims claims, String number) {
    return KitRun.of(kit, FACTORIES, claims, number);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = Mode.EXCLUDE)
  @DisplayName("catches every flaw, with the test that is about it")
  void catches(StoreFlaw flaw) {
    FlawedStoreKit.flaw = flaw;

    assertThat(runOnly(FlawedStoreKit.class, FlawedStoreKit.claims, flaw.foundBy()).failed())
        .containsExactly(flaw.foundBy());
  }

  @Test
  @DisplayName("numbers each test once")
  void numbers() {
    assertThat(StoreTests.all()).extracting(KitTest::number).doesNotHaveDuplicates();
    assertThat(StoreTests.all()).extracting(KitTest::title).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("finds nothing wrong with a store without a flaw")
  void passes() {
    KitRun run = KitRun.of(FlawedStoreKit.class);

    assertThat(run.failed()).isEmpty();
    assertThat(run.passed()).hasSizeGreaterThan(70);
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUEUE-5.3", "CTR-7.23"})
  @DisplayName("catches that changes or costs are told though that is not claimed")
  void unclaimed(String number) {
    FlawedStoreKit.claims = StoreClaims.builder().build();

    assertThat(runOnly(FlawedStoreKit.class, FlawedStoreKit.claims, number).failed())
        .containsExactly(number);
  }

  @ParameterizedTest
  @EnumSource(names = {"SHARED_BETWEEN_PROCESSES", "DELETES", "RUNNER_RECORDS"})
  @DisplayName("fails where a claim has nothing to show it")
  void claimWithoutProof(StoreClaim claim) {
    FlawedStoreKit.claims = StoreClaims.builder().claim(claim).build();
    String number =
        switch (claim) {
          case SHARED_BETWEEN_PROCESSES -> "CTR-1.22";
          case DELETES -> "QUEUE-3.11";
          default -> "POOL-23.5";
        };

    assertThat(runOnly(FlawedStoreKit.class, FlawedStoreKit.claims, number).failed())
        .containsExactly(number);
  }

  @Test
  @DisplayName("catches processes that do not see each other's locks")
  void strangers() {
    for (String number : List.of("CTR-1.22", "QUEUE-7.24")) {
      StoreClaims claims = JournalStoreKitTest.CLAIMS;
      assertThat(runOnly(StrangersKit.class, claims, number).passed()).isEmpty();
    }
  }
}
