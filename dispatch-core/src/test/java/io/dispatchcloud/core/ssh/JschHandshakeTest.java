package io.dispatchcloud.core.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.ExecutorException.Reason;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JschHandshakeTest {
  private static final Command TRUE = Command.of("true");

  private final TestContext context = new TestContext();
  private MinaServer server;

  @BeforeEach
  void start() throws Exception {
    server = new MinaServer();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  @DisplayName("SSH-3 a server with another host key than before: refused, and nothing has run")
  void hostKeyChanged() throws Exception {
    TestTarget target = TestTarget.at(server.port());
    try (Executor executor = context.open(target)) {
      executor.run(TRUE);
      target.judging((shown, connection) -> HostKeyVerdict.REFUSED);
      server.hostKeys(MinaServer.generate("EC", 256));
      server.dropSessions();

      assertFails(executor, Reason.HOST_KEY_REFUSED);
      assertThat(target.asked).hasSize(2).doesNotHaveDuplicates();
      assertThat(server.lines).containsExactly("true");

      target.judging((shown, connection) -> HostKeyVerdict.ACCEPTED);
      assertThat(executor.run(TRUE).succeeded()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 300, 1100})
  @DisplayName("SSH-6 a reset after the version line or in the key exchange is told; then it works")
  void resetInHandshake(int bytes) throws Exception {
    try (RoughProxy proxy = new RoughProxy(server.port());
        Executor executor = context.open(TestTarget.at(proxy.port()))) {
      proxy.resetAfter(bytes);
      assertFails(executor, Reason.UNREACHABLE);
      proxy.heal();

      assertThat(executor.run(TRUE).succeeded()).isTrue();
    }
    await().untilAsserted(() -> assertThat(context.aliveThreads()).isZero());
  }

  @Test
  @DisplayName("SSH-3 passwords, questions and host-based logins are never tried")
  void onlyKeys() {
    server.passwordsOnly();
    try (Executor executor = context.open(TestTarget.at(server.port()))) {
      assertFails(executor, Reason.LOGIN_REFUSED);
    }
    assertThat(server.tried).isEmpty();
    assertThat(server.lines).isEmpty();
  }

  @Test
  @DisplayName("SSH-3 a server that knows only what is broken is refused, and why is told")
  void oldAlgorithms() {
    server.onlyOldAlgorithms();
    try (Executor executor = context.open(TestTarget.at(server.port()))) {
      assertThat(assertFails(executor, Reason.UNREACHABLE))
          .hasMessageContaining("negotiation fail");
    }
  }

  private static ExecutorException assertFails(Executor executor, Reason reason) {
    ExecutorException[] thrown = new ExecutorException[1];
    assertThatExceptionOfType(ExecutorException.class)
        .isThrownBy(() -> executor.run(TRUE))
        .satisfies(e -> thrown[0] = e)
        .returns(reason, ExecutorException::reason);
    return thrown[0];
  }
}
