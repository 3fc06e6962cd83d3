package io.dispatchcloud.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("SCH-9 how much may run")
class ConcurrencyLimitTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private static ConcurrencyLimit limit(int instances) {
    return new ConcurrencyLimit(instances, new BigDecimal("0.5"));
  }

  private static int containersAfter(ConcurrencyLimit limit, int running, int seconds) {
    limit.observe(running, 0, false, T0.plusSeconds(seconds));
    return limit.limits().containers();
  }

  private static int instancesAfter(ConcurrencyLimit limit, int there, boolean atQuota) {
    limit.observe(0, there, atQuota, T0);
    return limit.limits().instances();
  }

  @Test
  @DisplayName("containers: no limit until the store is overloaded")
  void noLimit() {
    assertThat(containersAfter(limit(0), 1_000, 600)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "2, 1", "3, 2", "100, 99"})
  @DisplayName("containers: when it is, one less than run, at least 1")
  void overload(int running, int expected) {
    ConcurrencyLimit limit = limit(0);
    limit.overloaded(running, T0);

    assertThat(limit.limits().containers()).isEqualTo(expected);
  }

  @Test
  @DisplayName("containers: after each minute without, a tenth more than run and one")
  void grows() {
    ConcurrencyLimit limit = limit(0);
    limit.overloaded(100, T0);

    assertThat(containersAfter(limit, 99, 59)).isEqualTo(99);
    assertThat(containersAfter(limit, 99, 60)).isEqualTo(109);
    assertThat(containersAfter(limit, 109, 61)).isEqualTo(109);
    assertThat(containersAfter(limit, 109, 120)).isEqualTo(120);
  }

  @Test
  @DisplayName("instances: a guess it is until a quota is seen")
  void guessed() {
    ConcurrencyLimit limit = limit(4);
    instancesAfter(limit, 4, false);
    assertThat(limit.limits().guessed()).isTrue();
    instancesAfter(limit, 2, true);
    instancesAfter(limit, 2, false);
    assertThat(limit.limits().guessed()).isFalse();
  }

  @Test
  @DisplayName("containers: small numbers grow, too")
  void growsFromOne() {
    ConcurrencyLimit limit = limit(0);
    limit.overloaded(1, T0);

    assertThat(containersAfter(limit, 1, 60)).isEqualTo(2);
    assertThat(containersAfter(limit, 2, 120)).isEqualTo(3);
  }

  @Test
  @DisplayName("containers: a quiet minute never lowers the limit")
  void neverLowered() {
    ConcurrencyLimit limit = limit(0);
    limit.overloaded(100, T0);

    assertThat(containersAfter(limit, 5, 60)).isEqualTo(99);
  }

  @Test
  @DisplayName("containers: another overload counts its minute anew")
  void anotherOverload() {
    ConcurrencyLimit limit = limit(0);
    limit.overloaded(100, T0);
    limit.overloaded(50, T0.plusSeconds(30));

    assertThat(containersAfter(limit, 49, 60)).isEqualTo(49);
    assertThat(containersAfter(limit, 49, 90)).isEqualTo(54);
  }

  @Test
  @DisplayName("instances: starts at the guess; 0 is no limit")
  void guess() {
    assertThat(limit(7).limits().instances()).isEqualTo(7);
    assertThat(instancesAfter(limit(0), 50, false)).isZero();
  }

  @Test
  @DisplayName("instances: at quota the number that there is, at least 1; then one more")
  void quota() {
    ConcurrencyLimit limit = limit(64);

    assertThat(instancesAfter(limit, 5, true)).isEqualTo(5);
    assertThat(instancesAfter(limit, 5, false)).isEqualTo(6);
    assertThat(instancesAfter(limit, 5, false)).isEqualTo(6);
    assertThat(instancesAfter(limit, 0, true)).isEqualTo(1);
    assertThat(instancesAfter(limit, 0, false)).isEqualTo(2);
  }

  @Test
  @DisplayName("instances: more than were known to be allowed raise it, one at a time")
  void raised() {
    ConcurrencyLimit limit = limit(3);

    assertThat(instancesAfter(limit, 2, false)).isEqualTo(3);
    assertThat(instancesAfter(limit, 3, false)).isEqualTo(4);
    assertThat(instancesAfter(limit, 8, false)).isEqualTo(9);
    assertThat(instancesAfter(limit, 0, false)).isEqualTo(9);
  }

  @Test
  @DisplayName("instances: grows again after a quota, with each instance that is made")
  void growsAfterQuota() {
    ConcurrencyLimit limit = limit(64);
    limit.observe(0, 5, true, T0);

    assertThat(instancesAfter(limit, 4, false)).isEqualTo(6);
    assertThat(instancesAfter(limit, 6, false)).isEqualTo(7);
    assertThat(instancesAfter(limit, 7, false)).isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource({
    // instances, fraction, supervisors
    "0, 0.5, 0",
    "10, 0.5, 5",
    "11, 0.5, 5",
    "1, 0.5, 1",
    "10, 0.01, 1",
    "10, 1, 10",
  })
  @DisplayName("SCH-10 supervisors: a fraction of the limit, at least 1; none without a limit")
  void supervisors(int instances, String fraction, int expected) {
    ConcurrencyLimit limit = new ConcurrencyLimit(instances, new BigDecimal(fraction));

    assertThat(limit.limits().supervisors()).isEqualTo(expected);
  }

  @Test
  @DisplayName("SCH-10 supervisors: of two limits the smaller one counts")
  void smallerLimit() {
    ConcurrencyLimit limit = limit(10);
    limit.overloaded(5, T0);
    assertThat(limit.limits()).isEqualTo(new Limits(4, 10, 2, true));

    limit.overloaded(101, T0);
    assertThat(limit.limits()).isEqualTo(new Limits(100, 10, 5, true));
  }
}
