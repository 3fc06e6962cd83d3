package io.dispatchcloud.server.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BarTest {
  private static final Tally TALLY =
      new Tally(
          10,
          4,
          25,
          1,
          new TreeMap<>(Map.of("running", 3, "booting", 2)),
          new BigDecimal("0.01234"),
          Duration.ofSeconds(75));

  @Test
  void tellsAllThatThereIsToTell() {
    assertThat(Bar.line(TALLY, 200))
        .isEqualTo(
            "[###############---------] 10 queued  4 running  25 done  1 failed"
                + "  instances: 2 booting, 3 running  cost 0.0123  1m15s");
  }

  @Test
  void leavesNothingOutOnATerminalOfTheUsualWidth() {
    assertThat(Bar.line(TALLY, 101))
        .startsWith("[###---] 10 queued  4 running")
        .endsWith("cost 0.0123  1m15s");
    assertThat(Bar.line(TALLY, 79))
        .isEqualTo(
            "10 queued 4 running 25 done 1 failed | VMs 2 booting 3 running | 0.0123 | 1m15s");
  }

  @Test
  void neverExceedsTheWidth() {
    for (int width = 0; width < 200; width++) {
      assertThat(Bar.line(TALLY, width)).hasSizeLessThanOrEqualTo(width);
    }
    assertThat(Bar.line(TALLY, 40)).isEqualTo("10 queued 4 running 25 done 1 failed");
  }

  @Test
  void standsStillWhenThereIsNothing() {
    Tally nothing = new Tally(0, 0, 0, 0, Map.of(), BigDecimal.ZERO, Duration.ZERO);

    assertThat(Bar.line(nothing, 200)).contains("[------------------------]", "instances: none");
  }
}
