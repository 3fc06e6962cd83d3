package io.dispatchcloud.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.container.ContainerState;
import io.dispatchcloud.core.InMemoryController;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The README's example")
class EmbeddingTest {
  private static final Path ROOT = Path.of(System.getProperty("dispatch.root"));

  @Test
  @DisplayName("runs ten containers")
  void runs(@TempDir Path directory) throws Exception {
    InMemoryController store = Embedding.run(Map.of("directory", directory.toString()));

    assertThat(store.containers())
        .hasSize(10)
        .allSatisfy(
            container -> {
              assertThat(container.state()).isEqualTo(ContainerState.COMPLETE);
              assertThat(container.result().stdout().text()).startsWith("hello ");
            });
  }

  @Test
  @DisplayName("stands in the README as it is compiled here")
  void asCompiled() throws Exception {
    List<String> source =
        Files.readAllLines(
            ROOT.resolve("dispatch-checks/src/test/java/io/dispatchcloud/example/Embedding.java"));
    int from = indexOf(source, "// README: from here");
    int to = indexOf(source, "// README: to here");
    String example =
        String.join("\n", source.subList(from + 1, to))
            .replace("\"local\", local", "\"local\", Map.of()");

    // The README's lines are shorter by an indentation, and may be broken elsewhere.
    assertThat(Files.readString(ROOT.resolve("README.md")))
        .containsIgnoringWhitespaces(example.strip());
  }

  private static int indexOf(List<String> lines, String text) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i;
      }
    }
    throw new AssertionError("no line with " + text);
  }
}
