package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command runs in a real shell; what stands for the metadata service is a curl of our own. */
@DisplayName("GCE-2 a spot VM asks whether it is preempted")
class NoticeCommandTest {
  @TempDir private Path folder;

  private int status;

  /** What the command prints, where curl is this script. */
  private String ask(String curl) throws Exception {
    Path program = Files.writeString(folder.resolve("curl"), "#!/bin/sh\n" + curl);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", NoticeCommand.text());
    builder.environment().merge("PATH", "", (path, none) -> folder + ":" + path);
    Process process = builder.redirectErrorStream(true).start();
    try (var output = process.getInputStream()) {
      String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      status = process.waitFor();
      return said;
    }
  }

  private static String service(String answer) {
    return """
        case "$*" in
          *'Metadata-Flavor: Google'*/computeMetadata/v1/instance/preempted) printf %s ;;
          *) exit 7 ;;
        esac
        """
        .formatted(answer);
  }

  @Test
  @DisplayName("and tells nothing while it is not")
  void nothing() throws Exception {
    assertThat(ask(service("FALSE"))).isEmpty();
    assertThat(status).isZero();
  }

  @Test
  @DisplayName("and tells when: half a minute is left")
  void preempted() throws Exception {
    Instant before = Instant.now();
    String[] words = ask(service("TRUE")).strip().split(" ", -1);
    assertThat(words[0]).isEqualTo("notice");
    assertThat(Instant.parse(words[1]))
        .isBetween(before.plusSeconds(28), Instant.now().plusSeconds(31));
  }

  @Test
  @DisplayName("and fails when it does not know")
  void unknown() throws Exception {
    assertThat(ask("exit 28")).isEmpty();
    assertThat(status).isNotZero();
  }
}
