package io.dispatchcloud.api.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SET-1 a secret")
class SecretTest {
  @Test
  @DisplayName("never shows itself, alone or inside something else")
  void masked() {
    assertThat(Secret.of("hunter2")).hasToString("****");
    assertThat(Map.of("password", Secret.of("hunter2")).toString()).doesNotContain("hunter2");
    assertThat(Secret.of("")).hasToString("****");
  }

  @Test
  @DisplayName("is revealed only when asked, and equals another of the same text")
  void revealed() {
    assertThat(Secret.of("hunter2").reveal()).isEqualTo("hunter2");
    assertThat(Secret.of("hunter2")).isEqualTo(Secret.of("hunter2"));
    assertThat(Secret.of("hunter2")).hasSameHashCodeAs(Secret.of("hunter2"));
    assertThat(Secret.of("hunter2")).isNotEqualTo(Secret.of("hunter3"));
    assertThat(Secret.of("").isEmpty()).isTrue();
    assertThat(Secret.of(" ").isEmpty()).isFalse();
  }
}
