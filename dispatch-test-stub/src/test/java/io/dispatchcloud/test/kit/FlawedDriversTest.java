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

@DisplayName("The kit for drivers")
class FlawedDriversTest {
  private static final Map<String, List<KitTest<DriverClaims, DriverBench>>> FACTORIES =
      Map.of(
          "opening", OpeningTests.ALL,
          "secrets", SecretTests.ALL,
          "creating", CreatingTests.ALL,
          "listing", ListingTests.ALL,
          "threads", ThreadTests.ALL,
          "closing", ClosingTests.ALL,
          "instances", InstanceTests.ALL,
          "failures", FailureTests.ALL,
          "foreign", ForeignTests.ALL);

  @AfterEach
  void whole() {
    FlawedDriverKit.flaw = Flaw.NONE;
    FlawedDriverKit.claims = FakeEnvironment.claims();
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = Mode.EXCLUDE)
  @DisplayName("catches every flaw, with the test that is about it")
  void catches(Flaw flaw) {
    FlawedDriverKit.flaw = flaw;

    assertThat(runOnly(flaw.foundBy()).failed()).containsExactly(flaw.foundBy());
  }

  private static KitRun runOnly(String number) {
    return KitRun.of(FlawedDriverKit.class, FACTORIES, FlawedDriverKit.claims, number);
  }

  @Test
  @DisplayName("numbers each test once, in order")
  void numbers() {
    assertThat(DriverTests.all()).extracting(KitTest::number).doesNotHaveDuplicates();
    assertThat(DriverTests.all()).extracting(KitTest::title).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("finds nothing wrong with a driver without a flaw")
  void passes() {
    KitRun run = KitRun.of(FlawedDriverKit.class);

    assertThat(run.failed()).isEmpty();
    assertThat(run.passed()).hasSizeGreaterThan(100);
  }

  @Test
  @DisplayName("catches what a driver can that it does not claim")
  void unclaimed() {
    FlawedDriverKit.claims = DriverClaims.builder().build();

    assertThat(KitRun.of(FlawedDriverKit.class).failed())
        .contains(
            "SET-1.12",
            "SET-1.14",
            "SET-2.17",
            "SET-2.21",
            "SET-3.6",
            "SET-3.14",
            "SET-3.16",
            "SET-5.11");
  }

  @Test
  @DisplayName("fails where a claim has nothing to show it")
  void claimWithoutProof() {
    FlawedDriverKit.claims =
        DriverClaims.builder().claim(DriverClaim.FOUND_BY_NAME).faults(Fault.values()).build();

    assertThat(KitRun.of(FlawedDriverKit.class).failed()).contains("SET-1.6");
  }
}
