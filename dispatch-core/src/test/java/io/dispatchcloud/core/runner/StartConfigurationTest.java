package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StartConfigurationTest {
  private static final StartConfiguration CONFIGURATION =
      new StartConfiguration(
          new Attempt(new ContainerId("c1"), 3),
          new RunSpec(
              List.of("sh", "-c", "echo \"$B\""),
              Map.of("B", "hush-hush\n", "A", "é"),
              "i:1",
              "/w"),
          Needs.of(2, 1000),
          Map.of("z", "1", "y", "2"),
          "small",
          new EngineSettings("process", List.of("x"), "nobody", 65536));

  @Test
  @DisplayName("RUN-2: all that the runner must know is in the JSON, always in the same order")
  void json() {
    assertThat(new String(CONFIGURATION.json(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"attempt\":3,\"engine\":\"process\",\"engineArguments\":[\"x\"],\"runAs\":\"nobody\","
                + "\"command\":[\"sh\",\"-c\",\"echo \\\"$B\\\"\"],"
                + "\"environment\":{\"A\":\"é\",\"B\":\"hush-hush\\n\"},"
                + "\"workingDirectory\":\"/w\",\"image\":\"i:1\","
                + "\"limits\":{\"vcpus\":2,\"ramBytes\":1000,\"gpus\":0},"
                + "\"instanceType\":\"small\",\"labels\":{\"y\":\"2\",\"z\":\"1\"},"
                + "\"tailBytes\":65536}");
  }

  @Test
  @DisplayName("RUN-2: it can be logged by mistake without harm")
  void masked() {
    assertThat(CONFIGURATION.toString())
        .isEqualTo("configuration of c1#3")
        .doesNotContain("hush-hush");
  }

  @Test
  @DisplayName("RUN-9: an engine has a name")
  void engineHasAName() {
    assertThatThrownBy(() -> new EngineSettings("", List.of(), "", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("engine");
  }
}
