package io.dispatchcloud.api.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("CTR-7 an attempt")
class AttemptTest {
  private static Attempt attempt(String id, long number) {
    return new Attempt(new ContainerId(id), number);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  @DisplayName("is numbered from 1")
  void numbers(long number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> attempt("a", number))
        .withMessage("attempt: '" + number + "'; expected 1 or more");
  }

  @Test
  @DisplayName("is ordered by container, then number")
  void order() {
    assertThat(List.of(attempt("b", 1), attempt("a", 10), attempt("a", 9)).stream().sorted())
        .containsExactly(attempt("a", 9), attempt("a", 10), attempt("b", 1));
    assertThat(attempt("a", 9)).hasToString("a#9");
  }
}
