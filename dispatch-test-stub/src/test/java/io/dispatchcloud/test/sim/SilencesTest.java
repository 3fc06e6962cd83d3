package io.dispatchcloud.test.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("POOL-14 how long an instance was silent lately")
class SilencesTest {
  private final Silences silences = new Silences(0, 15);

  @Test
  @DisplayName("is the silence that goes on, or one that ended a short while ago")
  void now() {
    assertThat(silences.longest(7)).isEqualTo(7);
    silences.answered(10);
    assertThat(silences.longest(12)).isEqualTo(10);
    assertThat(silences.longest(26)).isEqualTo(16);
  }

  @Test
  @DisplayName("a long one that is forgotten does not hide a shorter one after it")
  void second() {
    silences.answered(13);
    silences.answered(25);
    silences.answered(27);
    assertThat(silences.longest(28)).isEqualTo(13);
    assertThat(silences.longest(29)).isEqualTo(12);
    silences.answered(38);
    assertThat(silences.longest(39)).isEqualTo(12);
    assertThat(silences.longest(41)).isEqualTo(11);
  }
}
