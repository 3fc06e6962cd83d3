package io.dispatchcloud.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InterruptsTest {
  @Test
  void theFirstSignalSaysWhatToEndWithAndTheSecondToHurry() {
    Interrupts interrupts = Interrupts.none();
    assertThat(interrupts.any()).isFalse();
    assertThat(interrupts.exitStatus()).isZero();

    interrupts.received(2);
    assertThat(interrupts.any()).isTrue();
    assertThat(interrupts.hurry()).isFalse();

    interrupts.received(15);
    assertThat(interrupts.hurry()).isTrue();
    assertThat(interrupts.exitStatus()).isEqualTo(130);
  }
}
