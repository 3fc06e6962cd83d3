package io.dispatchcloud.api.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("CTR-2 a container's id")
class ContainerIdTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "Z9", "a.b_c-d", "zzzzz-dz642-000000000000001", "a--", "a.."})
  @DisplayName("may be letters, digits, dots, underscores and hyphens")
  void right(String value) {
    assertThat(new ContainerId(value)).hasToString(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", ".a", "-a", "_a", "..", "a b", "a/b", "a\n", "\na", "a;b", "a'b", "$a", "a:b",
        "a~", "\u00e4", "a\u0000", "a%20",
      })
  @DisplayName("is refused, and named, if a shell, a file system or a URL could mistake it")
  void wrong(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ContainerId(value))
        .withMessageStartingWith("container id: '" + value + "'; expected");
  }

  @Test
  @DisplayName("has at most 128 characters")
  void length() {
    assertThat(new ContainerId("a".repeat(128)).value()).hasSize(128);
    assertThatIllegalArgumentException().isThrownBy(() -> new ContainerId("a".repeat(129)));
  }

  @Test
  @DisplayName("has an order")
  void order() {
    assertThat(new ContainerId("a")).isLessThan(new ContainerId("b"));
  }
}
