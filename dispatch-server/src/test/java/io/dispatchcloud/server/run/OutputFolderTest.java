package io.dispatchcloud.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.container.Attempt;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.core.OutputStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
  private static final Attempt ATTEMPT = new Attempt(new ContainerId("a"), 1);

  @TempDir private Path place;

  @Test
  void outputHasItsNameOnceItIsWhole() throws IOException {
    try (OutputFolder folder = OutputFolder.open(place.resolve("deep/er"))) {
      write(folder, "first try, longer");
      write(folder, "second");
      assertThat(place.resolve("deep/er/a/stderr")).doesNotExist();
      assertThat(place.resolve("deep/er/a/stderr.part")).hasContent("second");

      folder.outputs().keep(ATTEMPT, result(6));
      folder.outputs().keep(ATTEMPT, result(6));
    }

    assertThat(place.resolve("deep/er/a/stderr")).hasContent("second");
    assertThat(place.resolve("deep/er/a/stderr.part")).doesNotExist();
  }

  @Test
  void outputThatWasCutNeverHasItsName() throws IOException {
    try (OutputFolder folder = OutputFolder.open(place)) {
      write(folder, "whole");
      folder.outputs().keep(ATTEMPT, result(5));
      write(folder, "who");

      assertThatThrownBy(() -> folder.outputs().keep(ATTEMPT, result(5)))
          .hasMessage("stderr has 3 of 5 bytes");
    }
    assertThat(place.resolve("a/stderr")).doesNotExist();
  }

  private static RunResult result(long length) {
    return new RunResult(
        0, Instant.EPOCH, Instant.EPOCH, OutputTail.EMPTY, new OutputTail(new byte[0], length));
  }

  private static void write(OutputFolder folder, String text) throws IOException {
    for (OutputStore.Stream stream : OutputStore.Stream.values()) {
      try (OutputStream out = folder.outputs().open(ATTEMPT, stream)) {
        out.write(
            stream == OutputStore.Stream.STDERR
                ? text.getBytes(StandardCharsets.UTF_8)
                : new byte[0]);
      }
    }
  }

  @Test
  void whatAnEarlierRunLeftIsTakenAwayAndNothingElse() throws IOException {
    Files.createDirectories(place.resolve("a"));
    Path old = Files.writeString(place.resolve("a/stdout"), "old");
    Path own = Files.writeString(place.resolve("a/notes"), "mine");
    Path summary = Files.writeString(place.resolve(OutputFolder.SUMMARY), "old");

    try (OutputFolder folder = OutputFolder.open(place)) {
      folder.clear(List.of(container()));
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

    assertThat(OutputFolder.problem(file, false)).contains(file + " is not a folder");
    assertThat(OutputFolder.problem(file.resolve("below"), false))
        .contains(file + " is not a folder");
    assertThatThrownBy(() -> OutputFolder.open(Path.of("/proc/nowhere")))
        .isInstanceOf(IOException.class);
    assertThat(OutputFolder.problem(place.resolve("new/er"), false)).isEmpty();
    assertThat(place.resolve("new")).doesNotExist();
  }

  @Test
  void aFolderWithForeignFilesIsRefusedUnlessForced() throws IOException {
    assertThat(OutputFolder.problem(place, false)).isEmpty();
    Files.writeString(place.resolve("thesis.txt"), "");
    Files.writeString(place.resolve("zebra"), "");

    assertThat(OutputFolder.problem(place, false))
        .get()
        .asString()
        .contains("thesis.txt is in it", "another folder", "--force");
    assertThat(OutputFolder.problem(place, true)).isEmpty();
  }

  @Test
  void aFolderOfAnEarlierRunIsTakenAgain() throws IOException {
    OutputFolder.open(place).close();
    Files.writeString(place.resolve("report.md"), "");
    assertThat(OutputFolder.problem(place, false)).isEmpty();

    Files.writeString(place.resolve(OutputFolder.LOCK), "");
    assertThat(OutputFolder.problem(place, false)).isEmpty();

    Files.writeString(place.resolve(OutputFolder.LOCK), "somebody else's");
    assertThat(OutputFolder.problem(place, false)).isPresent();
  }

  @Test
  void foldersThatHoldEverythingAreRefusedEvenIfForced() {
    Path home = Path.of(System.getProperty("user.home"));
    assertThat(OutputFolder.problem(Path.of("/"), true)).isPresent();
    assertThat(OutputFolder.problem(home, true)).get().asString().contains("home directory");
    assertThat(OutputFolder.problem(Path.of(""), true)).contains("the name is empty");
  }

  @Test
  void noLinkInTheFolderIsFollowed() throws IOException {
    Path elsewhere = Files.createDirectory(place.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("stdout"), "mine");
    Path out = Files.createDirectory(place.resolve("out"));
    Files.createSymbolicLink(out.resolve("a"), elsewhere);
    try (OutputFolder folder = OutputFolder.open(out)) {
      assertThatThrownBy(() -> folder.clear(List.of(container())))
          .hasMessageContaining("a is in the way");
      assertThatThrownBy(() -> folder.outputs().open(ATTEMPT, OutputStore.Stream.STDOUT))
          .hasMessageContaining("a is in the way");
    }
    Files.createSymbolicLink(out.resolve("dispatch.log"), elsewhere.resolve("stdout"));
    assertThatThrownBy(() -> OutputFolder.open(out)).hasMessageContaining("dispatch.log is in the");
    assertThat(elsewhere.resolve("stdout")).hasContent("mine");
  }

  private static ContainerSpec container() {
    return ContainerSpec.builder("a", Needs.of(1, 1), RunSpec.of("true")).build();
  }
}
