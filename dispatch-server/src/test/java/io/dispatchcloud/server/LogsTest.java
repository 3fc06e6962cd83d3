package io.dispatchcloud.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogsTest {
  private static final Logger OURS = LoggerFactory.getLogger("io.dispatchcloud.core.pool.Worker");
  private static final Logger OTHER = LoggerFactory.getLogger("org.example.Library");

  private final List<String> people = new ArrayList<>();
  @TempDir private Path folder;

  @Test
  void theFileGetsAllAndPeopleGetWhatMattersOnOneLine() {
    Path file = folder.resolve("dispatch.log");
    try (Logs logs = Logs.open(file, false, people::add)) {
      assertThat(logs).isNotNull();
      OURS.debug("too much");
      OURS.atInfo().addKeyValue("instance", "i-1").log("an instance is there");
      OURS.atWarn()
          .addKeyValue("instance", "i-1")
          .setCause(new IllegalStateException("no\nway"))
          .log("it does not answer");
      OTHER.info("not interesting");
      OTHER.warn("a library's worry");
      OTHER.error("a library's \u001b[31mfailure");
    }
    OURS.warn("after the end");

    assertThat(people)
        .containsExactly(
            "warning: it does not answer instance=i-1: no way", "error: a library's  [31mfailure");
    assertThat(file)
        .content()
        .contains("INFO ", "an instance is there instance=i-1\n", "a library's worry")
        .contains("java.lang.IllegalStateException: no")
        .doesNotContain("too much", "not interesting", "after the end");
  }

  @Test
  void whatAnSshServerForLocalInstancesSaysIsForTheVerboseOnly() {
    Logger sshd = LoggerFactory.getLogger("io.dispatchcloud.driver.local.ssh.Chatter");
    for (boolean verbose : List.of(false, true)) {
      Path file = folder.resolve("dispatch.log");
      try (Logs logs = Logs.open(file, verbose, people::add)) {
        assertThat(logs).isNotNull();
        sshd.warn("a closing session");
      }
      assertThat(Files.exists(file) && contentOf(file.toFile()).contains("a closing session"))
          .isEqualTo(verbose);
    }
    assertThat(people).hasSize(1);
  }

  @Test
  void verboseTellsMore() {
    Path file = folder.resolve("dispatch.log");
    try (Logs logs = Logs.open(file, true, people::add)) {
      assertThat(logs).isNotNull();
      OURS.debug("details");
      System.getLogger("io.dispatchcloud.api").log(System.Logger.Level.WARNING, "from the SPI");
    }

    assertThat(file).content().contains("details", "from the SPI");
  }
}
