package io.dispatchcloud.test.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Time and chance of a simulated world")
class TimelineTest {
  @Test
  @DisplayName("events happen in the order of their time, then of their addition")
  void order() {
    Timeline time = new Timeline();
    List<String> happened = new ArrayList<>();
    SplitMix chance = new SplitMix(1);
    for (int i = 0; i < 5_000; i++) {
      long at = chance.nextInt(100);
      String name = "%03d %05d".formatted(at, i);
      time.at(at, () -> happened.add(name));
    }

    while (time.step()) {
      assertThat(time.now()).isLessThan(100);
    }

    assertThat(happened).hasSize(5_000).isSorted();
    assertThat(time.happened()).isEqualTo(5_000);
  }

  @Test
  @DisplayName("what is due in the past happens now")
  void past() {
    Timeline time = new Timeline();
    List<Long> happened = new ArrayList<>();
    time.after(Duration.ofNanos(10), () -> time.at(3, () -> happened.add(time.now())));

    while (time.step()) {
      assertThat(time.now()).isEqualTo(10);
    }

    assertThat(happened).containsExactly(10L);
  }

  @Test
  @DisplayName("SplitMix64 draws the numbers that its authors publish")
  void knownAnswers() {
    SplitMix chance = new SplitMix(1234567);
    assertThat(new long[] {chance.nextLong(), chance.nextLong(), chance.nextLong()})
        .containsExactly(6457827717110365317L, 3203168211198807973L, -8629252141511181193L);
  }

  @Test
  @DisplayName("draws stay within their bounds and reach all of them")
  void bounds() {
    SplitMix chance = new SplitMix(9);
    Set<Integer> drawn = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      drawn.add(chance.nextInt(7));
      assertThat(chance.nextDouble()).isBetween(0.0, 1.0);
      assertThat(chance.nextInt(3, 5)).isBetween(3, 4);
      assertThat(chance.untilNext(2)).isPositive();
    }
    assertThat(drawn).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
    assertThatThrownBy(() -> chance.nextLong(0)).hasMessageContaining("expected more than 0");
  }
}
