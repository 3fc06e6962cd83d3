package io.dispatchcloud.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.OutputStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
  @TempDir private Path place;

  @Test
  void outputGoesToAFolderForEachContainerAndIsReplacedByARepetition() throws IOException {
    try (OutputFolder folder = OutputFolder.open(place.resolve("deep/er"))) {
      write(folder, "first try, longer");
      write(folder, "second");
    }

    assertThat(place.resolve("deep/er/a/stderr")).hasContent("second");
  }

  private static void write(OutputFolder folder, String text) throws IOException {
    Attempt attempt = new Attempt(new ContainerId("a"), 1);
    try (OutputStream out = folder.store().open(attempt, OutputStore.Stream.STDERR)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void whatAnEarlierRunLeftIsTakenAwayAndNothingElse() throws IOException {
    Files.createDirectories(place.resolve("a"));
    Path old = Files.writeString(place.resolve("a/stdout"), "old");
    Path own = Files.writeString(place.resolve("a/notes"), "mine");
    Path summary = Files.writeString(place.resolve(OutputFolder.SUMMARY), "old");

    try (OutputFolder folder = OutputFolder.open(place)) {
      folder.clear(List.of(ContainerSpec.builder("a", Needs.of(1, 1), RunSpec.of("true")).build()));
    }

    assertThat(old).doesNotExist();
    assertThat(summary).doesNotExist();
    assertThat(own).exists();
  }

  @Test
  void oneRunAtATimeHasIt() throws IOException {
    try (OutputFolder first = OutputFolder.open(place)) {
      assertThat(first.path()).isEqualTo(place);
      assertThatThrownBy(() -> OutputFolder.open(place)).hasMessage("another run has it");
    }
    OutputFolder.open(place).close();
  }

  @Test
  void aFolderThatCannotBeMadeIsKnownWithoutTrying() throws IOException {
    Path file = Files.writeString(place.resolve("file"), "");

    assertThat(OutputFolder.problem(file)).contains(file + " is not a folder");
    assertThat(OutputFolder.problem(file.resolve("below"))).contains(file + " is not a folder");
    assertThatThrownBy(() -> OutputFolder.open(Path.of("/proc/nowhere")))
        .isInstanceOf(IOException.class);
    assertThat(OutputFolder.problem(place.resolve("new/er"))).isEmpty();
    assertThat(place.resolve("new")).doesNotExist();
  }
}
