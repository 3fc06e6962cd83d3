package io.dispatchcloud.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.executor.CommandRunner;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is asked of EC2 about an instance")
class InstanceCallsTest {
  private static final CommandRunner NO_CONNECTION =
      command -> {
        throw new AssertionError("a command was run: " + command);
      };
  private static final HostKey STRANGERS = new HostKey("ssh-ed25519", new byte[51]);

  private final Ec2Bench bench = new Ec2Bench();

  @AfterEach
  void end() {
    bench.close();
  }

  private HostKey keyOf(Instance instance) {
    String line = bench.cloud.vm(instance.id().value()).hostKey;
    return new HostKey(
        "ssh-ed25519", Base64.getDecoder().decode(line.substring(line.indexOf(' ') + 1)));
  }

  @Test
  @DisplayName("EC2-1 host keys are not known to the driver, unless it reads the console")
  void secretMode() throws Exception {
    Instance made = bench.running(Ec2Environment.SMALL);

    assertThat(made.verifyHostKey(keyOf(made), NO_CONNECTION))
        .isEqualTo(HostKeyVerdict.NOT_IMPLEMENTED);
    assertThat(bench.ec2.requests("GetConsoleOutput")).isEmpty();
  }

  @Test
  @DisplayName("EC2-1 the console's host key is accepted, any other refused")
  void consoleMode() throws Exception {
    Instance made = bench.with("hostKeys", "console").running(Ec2Environment.SMALL);
    Instance other = bench.running(Ec2Environment.SMALL);

    assertThat(made.verifyHostKey(keyOf(made), NO_CONNECTION)).isEqualTo(HostKeyVerdict.ACCEPTED);
    assertThat(made.verifyHostKey(keyOf(other), NO_CONNECTION)).isEqualTo(HostKeyVerdict.REFUSED);
    assertThat(made.verifyHostKey(STRANGERS, NO_CONNECTION)).isEqualTo(HostKeyVerdict.REFUSED);
    assertThat(bench.last("GetConsoleOutput"))
        .containsEntry("InstanceId", made.id().value())
        .containsEntry("Latest", "true");
  }

  @Test
  @DisplayName("EC2-1 a console without host keys refuses nobody, and lets nobody in")
  void nothingYet() throws Exception {
    Instance made = bench.with("hostKeys", "console").running(Ec2Environment.SMALL);
    bench.cloud.vm(made.id().value()).console = "Booting\n";

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> made.verifyHostKey(STRANGERS, NO_CONNECTION))
          .isInstanceOfSatisfying(
              ExecutorException.class,
              e -> assertThat(e.reason()).isEqualTo(ExecutorException.Reason.UNREACHABLE))
          .hasMessageContaining("the console of " + made.id() + " shows no SSH host keys");
      bench.cloud.vm(made.id().value()).console = "";
    }
  }

  @Test
  @DisplayName("EC2-1 where EC2 has no latest output, that of the boot is read")
  void notLatest() throws Exception {
    Instance made = bench.with("hostKeys", "console").running(Ec2Environment.SMALL);
    bench.ec2.faults.refuseWhere(
        "GetConsoleOutput",
        request ->
            request.containsKey("Latest")
                ? new ApiError("UnsupportedOperation", "This instance type does not support it")
                : null);

    assertThat(made.verifyHostKey(keyOf(made), NO_CONNECTION)).isEqualTo(HostKeyVerdict.ACCEPTED);
  }

  @Test
  @DisplayName("EC2-1 where the latest output has no keys, that of the boot is read as well")
  void latestWithoutKeys() throws Exception {
    Instance made = bench.with("hostKeys", "console").running(Ec2Environment.SMALL);
    bench.ec2.faults.mangle(
        "GetConsoleOutput",
        request ->
            request.containsKey("Latest")
                ? "<GetConsoleOutputResponse><requestId>1</requestId><output>TGF0ZXIK</output>"
                    + "</GetConsoleOutputResponse>"
                : null);

    assertThat(made.verifyHostKey(keyOf(made), NO_CONNECTION)).isEqualTo(HostKeyVerdict.ACCEPTED);
    assertThat(made.verifyHostKey(STRANGERS, NO_CONNECTION)).isEqualTo(HostKeyVerdict.REFUSED);
  }

  @Test
  @DisplayName("EC2-1 a console that can't be read refuses nobody, and lets nobody in")
  void unreadable() throws Exception {
    Instance made = bench.with("hostKeys", "console").running(Ec2Environment.SMALL);
    HostKey key = keyOf(made);
    bench.ec2.faults.refuse(
        "GetConsoleOutput", new ApiError("UnauthorizedOperation", "You may not", 403));
    assertThatThrownBy(() -> made.verifyHostKey(key, NO_CONNECTION))
        .isInstanceOf(ExecutorException.class)
        .hasMessageContaining("UnauthorizedOperation: You may not");

    bench.ec2.faults.refuse(
        "GetConsoleOutput", new ApiError("UnsupportedOperation", "Not here", 400));
    assertThatThrownBy(() -> made.verifyHostKey(key, NO_CONNECTION))
        .isInstanceOf(ExecutorException.class)
        .hasMessageContaining("Not here");
  }

  @Test
  @DisplayName("SET-3 destroying what EC2 has forgotten is a success, what it refuses is not")
  void destroy() throws Exception {
    Instance made = bench.running(Ec2Environment.SMALL);
    bench.ec2.faults.refuse(
        "TerminateInstances", new ApiError("OperationNotPermitted", "It is protected"));
    assertThatThrownBy(made::destroy)
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("It is protected");
    bench.ec2.faults.end();

    made.destroy();
    // Some servers can't end what has ended.
    bench.ec2.faults.refuse(
        "TerminateInstances", new ApiError("InvalidNetworkInterfaceID.NotFound", "It is gone"));
    made.destroy();
    bench.ec2.faults.refuse("DescribeInstances", new ApiError("InternalError", "Not now", 500));
    assertThatThrownBy(made::destroy).hasMessageContaining("It is gone");
    bench.ec2.faults.end();

    bench.cloud.forget(made.id().value());
    made.destroy();

    assertThat(bench.cloud.alive()).isEmpty();
  }

  @Test
  @DisplayName("SET-3 SET-5 tags are added first, then what is too much is removed, never the id")
  void setTags() throws Exception {
    Instance made = bench.running(Ec2Environment.SMALL);

    made.setTags(Map.of("a", "1", "b", "2"));
    made.setTags(Map.of("b", "3"));

    assertThat(bench.cloud.tagsOf(made.id().value()))
        .isEqualTo(Map.of(Ec2Bench.ID_KEY, "bench", "b", "3"));
    assertThat(bench.ec2.requests("DeleteTags"))
        .singleElement()
        .satisfies(
            request ->
                assertThat(request)
                    .containsEntry("ResourceId.1", made.id().value())
                    .containsEntry("Tag.1.Key", "a")
                    .doesNotContainKeys("Tag.1.Value", "Tag.2.Key"));
  }

  @Test
  @DisplayName("SET-3 tags that EC2 does not show yet are removed as well")
  void lateTags() throws Exception {
    Instance made = bench.running(Ec2Environment.SMALL);
    bench.ec2.faults.mangle(
        "DescribeTags",
        request ->
            "<DescribeTagsResponse><requestId>1</requestId><tagSet><item><resourceId>"
                + made.id()
                + "</resourceId><key>aws:own</key></item><item><resourceId>i-other</resourceId>"
                + "<key>others</key></item></tagSet></DescribeTagsResponse>");

    made.setTags(Map.of("a", "1"));
    made.setTags(Map.of());

    assertThat(bench.last("DeleteTags"))
        .containsEntry("Tag.1.Key", "a")
        .doesNotContainKey("Tag.2.Key");
  }

  @Test
  @DisplayName("SET-1 no secret of the tags is in a failure to set them, should EC2 repeat it")
  void secretTag() throws Exception {
    String secret = "0123456789abcdef0123456789abcdef01234567";
    Instance made = bench.running(Ec2Environment.SMALL);
    bench.ec2.faults.refuse(
        "CreateTags", new ApiError("InvalidParameterValue", "Value (" + secret + ") is invalid"));

    assertThatThrownBy(() -> made.setTags(Map.of("Secret", secret)))
        .isExactlyInstanceOf(CloudException.class)
        .hasMessageContaining("Value (****) is invalid")
        .satisfies(
            e -> {
              StringWriter trace = new StringWriter();
              e.printStackTrace(new PrintWriter(trace));
              assertThat(trace.toString()).doesNotContain(secret);
            });
  }

  @Test
  @DisplayName("SET-3 tags of an interrupted thread are not set, and it stays interrupted")
  void interrupted() throws Exception {
    Instance made = bench.running(Ec2Environment.SMALL);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> made.setTags(Map.of()))
          .isInstanceOf(CloudException.class)
          .hasMessageContaining("interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
