package io.dispatchcloud.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("FNV-1a")
class FnvTest {
  @ParameterizedTest
  @CsvSource({"'', cbf29ce484222325", "a, af63dc4c8601ec8c", "foobar, 85944171f73967e8"})
  @DisplayName("gives what its authors published")
  void publishedValues(String text, String hash) {
    assertThat(new Fnv().add(text).hex()).isEqualTo(hash);
  }

  @ParameterizedTest
  @CsvSource({"foo, bar, 85944171f73967e8"})
  @DisplayName("is the same whether the text comes in one part or two")
  void parts(String first, String second, String hash) {
    assertThat(new Fnv().add(first).add(second).hex()).isEqualTo(hash);
  }
}
