package io.dispatchcloud.server.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndTableTest {
  private static final List<Row> ROWS =
      List.of(
          new Row(
              "count",
              "local-1",
              "0",
              true,
              false,
              Duration.ofMillis(1_250),
              Duration.ofSeconds(130),
              new BigDecimal("0.00136"),
              ""),
          new Row(
              "never", "", "cancelled", false, true, null, null, BigDecimal.ZERO, "no type fits"));

  @Test
  void columnsAreAlignedAndReasonsStandBelow() {
    assertThat(EndTable.table(ROWS))
        .containsExactly(
            "container  instance  exit status  waited    ran    cost",
            "count      local-1             0    1.2s  2m10s  0.0014",
            "never      -           cancelled       -      -  0.0000",
            "never: no type fits");
  }

  @Test
  void totalsCountAndSum() {
    assertThat(EndTable.totals(ROWS, 1, new BigDecimal("0.002"), Duration.ofSeconds(140)))
        .isEqualTo(
            "2 containers: 1 done, 1 failed; 1 instances; took 2m20s; cost 0.0020, 0.0014 of it for"
                + " containers");
  }

  @Test
  void timesAreNeverNegative() {
    assertThat(Words.time(Duration.ofSeconds(-3))).isEqualTo("0.0s");
  }
}
