package io.dispatchcloud.api.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("SSH-7 what is run in a container")
class RunSpecTest {
  private static final RunSpec SECRETIVE =
      new RunSpec(
          List.of("login", "--password=hunter2"), Map.of("TOKEN", "hunter2"), "alpine", "/work");

  private static RunSpec withEnvironment(String name, String value) {
    return new RunSpec(List.of("true"), Map.of(name, value), "", "");
  }

  @Test
  @DisplayName("shows neither arguments nor environment, alone or inside a container")
  void silent() {
    assertThat(SECRETIVE).hasToString("login in alpine");
    assertThat(ContainerSpec.builder("a", Needs.of(1, 1), SECRETIVE).build().toString())
        .contains("login in alpine")
        .doesNotContain("hunter2")
        .doesNotContain("TOKEN");
  }

  @Test
  @DisplayName("has a program")
  void program() {
    assertThatIllegalArgumentException()
        .isThrownBy(RunSpec::of)
        .withMessage("command: nothing given; expected a program to run");
    assertThatIllegalArgumentException().isThrownBy(() -> RunSpec.of("", "x"));
    assertThat(RunSpec.of("echo", "").command()).containsExactly("echo", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1A", "A-B", "A B", "A=B", "\u00c4", "A\n"})
  @DisplayName("has environment names that every shell takes; a wrong one is named")
  void names(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> withEnvironment(name, "hunter2"))
        .withMessageStartingWith("environment: '" + name + "'; expected a name")
        .withMessageNotContaining("hunter2");
  }

  @Test
  @DisplayName("has no NUL; the refusal names where, and shows no value")
  void nul() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunSpec.of("echo", "hunter2\0"))
        .withMessageStartingWith("command: ")
        .withMessageNotContaining("hunter2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> withEnvironment("TOKEN", "hunter2\0"))
        .withMessageStartingWith("environment.TOKEN: ")
        .withMessageNotContaining("hunter2");
  }

  @Test
  @DisplayName("is a copy of what was given")
  void copies() {
    List<String> command = new ArrayList<>(List.of("echo"));
    RunSpec run = new RunSpec(command, Map.of(), "", "");
    command.set(0, "rm");

    assertThat(run.command()).containsExactly("echo");
  }

  @Test
  @DisplayName("shows the length of its output, not the output")
  void output() {
    byte[] bytes = {'a', 'b'};
    OutputTail tail = new OutputTail(bytes, 5);
    bytes[0] = 'x';

    assertThat(tail.text()).isEqualTo("ab");
    assertThat(tail).hasToString("5 bytes");
  }
}
