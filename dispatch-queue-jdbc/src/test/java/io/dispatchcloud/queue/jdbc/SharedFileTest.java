package io.dispatchcloud.queue.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("QUEUE-7 the file of an H2 database")
class SharedFileTest {
  @Test
  @DisplayName("is found in its address, and its holder's in the file beside it")
  void holder(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("work");
    SharedFile found = SharedFile.of("jdbc:h2:file:" + file + ";WRITE_DELAY=0").orElseThrow();

    assertThat(found)
        .isEqualTo(new SharedFile(file))
        .isEqualTo(SharedFile.of("jdbc:h2:" + file).get());
    assertThat(found.whoHolds()).startsWith("the file " + file + ".mv.db is held by");
    Files.writeString(folder.resolve("work.lock.db"), "#FileLock\nserver=localhost\\:4711\n");
    assertThat(found.whoHolds()).contains(", at localhost:4711,");
    assertThat(SharedFile.of("jdbc:h2:~/work"))
        .hasValue(new SharedFile(Path.of(System.getProperty("user.home"), "work")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"jdbc:postgresql://db/work", "jdbc:h2:tcp://db/work", "jdbc:h2:zip:a.zip!/work"})
  @DisplayName("is none where others open it")
  void none(String url) {
    assertThat(SharedFile.of(url)).isEmpty();
  }
}
