package io.dispatchcloud.test.stub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.container.ContainerId;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The configuration of a start, read by a pretended runner")
@Timeout(20)
class StartReaderTest {
  private static StubStart read(String json) throws IOException {
    return StartReader.read(new ContainerId("c"), new InstanceId("i"), json.getBytes(UTF_8));
  }

  @Test
  @DisplayName("STUB-2 is read, whatever else is in it")
  void good() throws Exception {
    StubStart start =
        read(
            """
            {"attempt":7,"x":{"y":[1]},"command":["a","b"],
             "environment":{"NAME":"value"},"labels":{},"z":null}
            """);

    assertThat(start.attempt()).isEqualTo(Bench.attempt("c", 7));
    assertThat(start.command()).containsExactly("a", "b");
    assertThat(start.environment()).containsEntry("NAME", "value");
    assertThat(start.labels()).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("STUB-2 is refused if it is not what a runner takes")
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"attempt\":1}",
        "{\"attempt\":1,\"command\":[]}",
        "{\"attempt\":1,\"command\":\"true\"}",
        "{\"attempt\":1,\"command\":null}",
        "{\"attempt\":1,\"command\":[[\"true\"]]}",
        "{\"attempt\":1,\"command\":[1]}",
        "{\"attempt\":1,\"command\":[\"true\"",
        "{\"attempt\":1,\"environment\":\"x\",\"command\":[\"true\"]}",
        "{\"attempt\":1,\"command\":[\"true\"],\"labels\":{\"x\":{\"y\":\"z\"}}}",
        "{\"attempt\":\"x\",\"command\":[\"true\"]}",
      })
  void bad(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(IOException.class);
  }
}
