package io.dispatchcloud.core.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.ExecutorException.Reason;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("system")
class OpenSshHandshakeTest extends OpenSshFixture {
  private static final Command TRUE = Command.of("true");

  @Test
  @DisplayName("SSH-3 a server restarted with another host key is asked about again")
  void hostKeyChanged() throws Exception {
    start(TestContext.LIMITS);
    TestTarget target = target();
    executor.setTarget(target);
    executor.run(TRUE);
    server.restart(true);
    executor.run(TRUE);

    assertThat(target.asked).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("SSH-3 a server restarted with the same host key is not asked about again")
  void hostKeySame() throws Exception {
    start(TestContext.LIMITS);
    TestTarget target = target();
    executor.setTarget(target);
    executor.run(TRUE);
    server.restart(false);
    executor.run(TRUE);

    assertThat(target.asked).hasSize(1);
  }

  @Test
  @DisplayName("SSH-3 another host key that is refused: closed, and nothing has run")
  void hostKeyRefused() throws Exception {
    start(TestContext.LIMITS);
    TestTarget target = target();
    executor.setTarget(target);
    executor.run(TRUE);
    target.judging((shown, connection) -> HostKeyVerdict.REFUSED);
    server.restart(true);
    Path trace = folder.resolve("trace");

    assertThatExceptionOfType(ExecutorException.class)
        .isThrownBy(() -> executor.run(Command.of("touch " + trace)))
        .returns(Reason.HOST_KEY_REFUSED, ExecutorException::reason);
    assertThat(target.asked).hasSize(2);
    assertThat(trace).doesNotExist();
    await().untilAsserted(() -> assertThat(server.connections()).isEmpty());
  }

  @Test
  @DisplayName("SSH-1 a banner and a message of the day get into no command's output")
  void noise() throws Exception {
    Path banner = Files.writeString(folder.resolve("banner"), "Keep out!\n".repeat(200), UTF_8);
    start(TestContext.LIMITS, "Banner " + banner, "PrintMotd yes", "PrintLastLog yes");

    CommandResult result = executor.run(Command.of("echo out; echo err >&2"));

    assertThat(result.stdout().text()).isEqualTo("out\n");
    assertThat(result.stderr().text()).isEqualTo("err\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 300, 1300})
  @DisplayName("SSH-6 a reset after the version line or in the key exchange is told; then it works")
  void resetInHandshake(int bytes) throws Exception {
    start(TestContext.LIMITS);
    try (RoughProxy proxy = new RoughProxy(server.port());
        Executor reset = context.open(TestContext.LIMITS, key, target(proxy.port()))) {
      proxy.resetAfter(bytes);
      assertThatExceptionOfType(ExecutorException.class)
          .isThrownBy(() -> reset.run(TRUE))
          .returns(Reason.UNREACHABLE, ExecutorException::reason);
      proxy.heal();

      assertThat(reset.run(TRUE).succeeded()).isTrue();
    }
  }

  @Test
  @DisplayName("SSH-3 passwords, questions and host-based logins are never tried")
  void onlyKeys() throws Exception {
    start(
        TestContext.LIMITS,
        "LogLevel DEBUG3",
        "PubkeyAuthentication no",
        "PasswordAuthentication yes",
        "KbdInteractiveAuthentication yes",
        "HostbasedAuthentication yes",
        "PermitRootLogin yes",
        "UsePAM no");

    assertThatExceptionOfType(ExecutorException.class)
        .isThrownBy(() -> executor.run(TRUE))
        .returns(Reason.LOGIN_REFUSED, ExecutorException::reason);
    assertThat(server.log())
        .as("the server did see the client")
        .contains("method none")
        .doesNotContain("method password")
        .doesNotContain("method keyboard-interactive")
        .doesNotContain("method hostbased")
        .doesNotContain("method publickey");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HostKeyAlgorithms ssh-rsa",
        "KexAlgorithms diffie-hellman-group14-sha1",
        "Ciphers aes128-cbc",
        "MACs hmac-sha1"
      })
  @DisplayName("SSH-3 a server that knows only what is broken is refused, and why is told")
  void oldAlgorithms(String option) throws Exception {
    // With a cipher that has no check of its own, so that there is a MAC to agree on.
    start(
        TestContext.LIMITS,
        option,
        option.startsWith("MACs") ? "Ciphers aes128-ctr" : "",
        "HostKey " + rsaHostKey());

    assertThatExceptionOfType(ExecutorException.class)
        .isThrownBy(() -> executor.run(TRUE))
        .withMessageContaining("negotiation fail")
        .returns(Reason.UNREACHABLE, ExecutorException::reason);
  }

  private Path rsaHostKey() throws Exception {
    Path file = folder.resolve("host-rsa");
    OpenSshServer.keygen("-t", "rsa", "-f", file.toString());
    return file;
  }
}
