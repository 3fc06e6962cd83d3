package io.dispatchcloud.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command runs in a real shell; what stands for the metadata service is a curl of our own. */
@DisplayName("EC2-2 a spot instance asks whether it is interrupted")
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

  /** A metadata service with a token, and two answers with their status codes. */
  private static String service(String action, String rebalance) {
    return """
        case "$*" in
          *'-X PUT'*/latest/api/token) printf the-token ;;
          *'X-aws-ec2-metadata-token: the-token'*/meta-data/spot/instance-action) printf '%s' ;;
          *'X-aws-ec2-metadata-token: the-token'*/events/recommendations/rebalance) printf '%s' ;;
          *) exit 7 ;;
        esac
        """
        .formatted(action, rebalance);
  }

  private static final String NOT_FOUND = "<html>404</html> 404";

  @Test
  @DisplayName("and tells nothing while it is not")
  void nothing() throws Exception {
    assertThat(ask(service(NOT_FOUND, NOT_FOUND))).isEmpty();
    assertThat(status).isZero();
  }

  @Test
  @DisplayName("and tells when, whatever the provider recommends besides")
  void interrupted() throws Exception {
    String action = "{\"action\": \"terminate\", \"time\": \"2026-01-31T12:00:00Z\"} 200";
    assertThat(ask(service(action, NOT_FOUND))).isEqualTo("notice 2026-01-31T12:00:00Z\n");
    String spread = "{\n  \"action\":\"stop\",\n  \"time\":\"2026-01-31T12:00:00Z\"\n} 200";
    String rebalance = "{\"noticeTime\": \"2026-01-31T11:00:00Z\"} 200";
    assertThat(ask(service(spread, rebalance))).isEqualTo("notice 2026-01-31T12:00:00Z\n");
  }

  @Test
  @DisplayName("and tells that it may be")
  void rebalance() throws Exception {
    String rebalance = "{\"noticeTime\": \"2026-01-31T11:00:00Z\"} 200";
    assertThat(ask(service(NOT_FOUND, rebalance))).isEqualTo("rebalance 2026-01-31T11:00:00Z\n");
    assertThat(status).isZero();
  }

  @Test
  @DisplayName("and fails when it does not know")
  void unknown() throws Exception {
    assertThat(ask("exit 28")).isEmpty();
    assertThat(status).isNotZero();
    assertThat(ask(service("busy 503", NOT_FOUND))).isEmpty();
    assertThat(status).isNotZero();
    assertThat(ask(service(NOT_FOUND, "no token 401"))).isEmpty();
    assertThat(status).isNotZero();
  }
}
