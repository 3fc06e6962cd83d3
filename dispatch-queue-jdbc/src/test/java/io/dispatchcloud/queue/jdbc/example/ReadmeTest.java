package io.dispatchcloud.queue.jdbc.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.queue.jdbc.JdbcSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The examples of the module's README")
class ReadmeTest {
  private static final Path MODULE =
      Path.of(System.getProperty("dispatch.root"), "dispatch-queue-jdbc");
  private static final Path WALK =
      MODULE.resolve("src/test/java/io/dispatchcloud/queue/jdbc/example/Walk.java");

  private static List<String> parts(Path file, String from, String to) throws Exception {
    return Pattern.compile(Pattern.quote(from) + "\n(.*?)" + Pattern.quote(to), Pattern.DOTALL)
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult each) -> each.group(1).replaceAll("\\s+", ""))
        .toList();
  }

  @Test
  @DisplayName("stand there as they are compiled here, all of them")
  void asCompiled() throws Exception {
    List<String> compiled = parts(WALK, "// README: from here", "// README: to here");

    assertThat(compiled).hasSize(4);
    assertThat(parts(MODULE.resolve("README.md"), "```java", "```")).isEqualTo(compiled);
  }

  @Test
  @DisplayName("submit ten thousand once, and watch them")
  void submitsAndWatches(@TempDir Path folder) throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("work");
    try (JdbcController store = JdbcController.open(url, "", Secret.of(""), JdbcSettings.DEFAULT)) {
      assertThat(Walk.submit(store).added()).hasSize(10_000);
      assertThat(Walk.submit(store).alreadyThere()).hasSize(10_000);
      assertThat(Walk.watch(store).items()).isEmpty();
      assertThat(store.find(new ContainerId("night-7")).orElseThrow().onHold()).isTrue();
    }
  }
}
