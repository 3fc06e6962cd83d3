package io.dispatchcloud.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A pass over 10,000 containers and 1,000 instances, in any order of the input,")
class KnownAnswersTest {
  private static final String NOTHING = "cbf29ce484222325";
  private static final String STARTS = "785c7e6c6ca3cafb";
  private static final String CREATES = "1f25a2c0a73e125b";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  @DisplayName("starts what there is room for and creates instances for the rest")
  void lockedCreate(long seed) {
    PassFigures pass = pass(Series.LOCKED_CREATE, seed);

    assertThat(pass.starts()).isEqualTo(690);
    assertThat(pass.startsFnv()).isEqualTo(STARTS);
    assertThat(pass.creates()).isEqualTo(9_310);
    assertThat(pass.createsFnv()).isEqualTo(CREATES);
    assertThat(pass.locks()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  @DisplayName("starts the same where nothing can be created")
  void lockedRefused(long seed) {
    PassFigures pass = pass(Series.LOCKED_REFUSED, seed);

    assertThat(pass.starts()).isEqualTo(690);
    assertThat(pass.startsFnv()).isEqualTo(STARTS);
    assertThat(pass.creates()).isZero();
    assertThat(pass.createsFnv()).isEqualTo(NOTHING);
    assertThat(pass.locks()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  @DisplayName("locks what is queued, and neither starts nor creates yet")
  void queued(long seed) {
    PassFigures pass = pass(Series.QUEUED, seed);

    assertThat(pass.locks()).isEqualTo(10_000);
    assertThat(pass.starts()).isZero();
    assertThat(pass.startsFnv()).isEqualTo(NOTHING);
    assertThat(pass.creates()).isZero();
    assertThat(pass.createsFnv()).isEqualTo(NOTHING);
  }

  private static PassFigures pass(Series series, long seed) {
    return PassMeasurement.whole(10_000, 1_000, series, seed).measure(1);
  }
}
