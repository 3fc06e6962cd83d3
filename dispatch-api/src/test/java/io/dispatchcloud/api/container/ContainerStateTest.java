package io.dispatchcloud.api.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("CTR-1 a container's states")
class ContainerStateTest {
  @ParameterizedTest(name = "{0} to {1}: {2}")
  @CsvSource({
    "QUEUED, QUEUED, false",
    "QUEUED, LOCKED, true",
    "QUEUED, RUNNING, false",
    "QUEUED, COMPLETE, false",
    "QUEUED, CANCELLED, true",
    "LOCKED, QUEUED, true",
    "LOCKED, LOCKED, false",
    "LOCKED, RUNNING, true",
    "LOCKED, COMPLETE, false",
    "LOCKED, CANCELLED, true",
    "RUNNING, QUEUED, true",
    "RUNNING, LOCKED, false",
    "RUNNING, RUNNING, false",
    "RUNNING, COMPLETE, true",
    "RUNNING, CANCELLED, true",
    "COMPLETE, QUEUED, false",
    "COMPLETE, LOCKED, false",
    "COMPLETE, RUNNING, false",
    "COMPLETE, COMPLETE, false",
    "COMPLETE, CANCELLED, false",
    "CANCELLED, QUEUED, false",
    "CANCELLED, LOCKED, false",
    "CANCELLED, RUNNING, false",
    "CANCELLED, COMPLETE, false",
    "CANCELLED, CANCELLED, false",
  })
  @DisplayName("change only as the rule says")
  void changes(ContainerState from, ContainerState to, boolean allowed) {
    assertThat(from.canBecome(to)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "QUEUED, false",
    "LOCKED, false",
    "RUNNING, false",
    "COMPLETE, true",
    "CANCELLED, true",
  })
  @DisplayName("are final once it has ended")
  void finality(ContainerState state, boolean expected) {
    assertThat(state.isFinal()).isEqualTo(expected);
  }
}
