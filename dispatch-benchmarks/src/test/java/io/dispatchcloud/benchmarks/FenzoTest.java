package io.dispatchcloud.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.core.scheduler.Series;
import io.dispatchcloud.core.scheduler.Workload;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Fenzo")
class FenzoTest {
  @ParameterizedTest
  @EnumSource(Fenzo.Choice.class)
  @DisplayName("finds a place for each of a few containers, and none where all hosts are full")
  void places(Fenzo.Choice choice) {
    Fenzo few = new Fenzo(new Workload(10, 32, Series.LOCKED_REFUSED, 1), choice);
    // The one host has a vCPU, and less memory than anything but the smallest need.
    Fenzo many = new Fenzo(new Workload(1_000, 1, Series.LOCKED_REFUSED, 1), choice);

    assertThat(few.run().placed()).isEqualTo(10);
    assertThat(many.run().placed()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Fenzo.Choice.class)
  @DisplayName("starts each run with every host as free as before")
  void repeats(Fenzo.Choice choice) {
    Fenzo fenzo = new Fenzo(new Workload(10, 32, Series.LOCKED_REFUSED, 1), choice);

    // Room for all: where there is less, which host its threads find first decides how many fit.
    for (int run = 0; run < 5; run++) {
      assertThat(fenzo.run().placed()).isEqualTo(10);
    }
  }
}
