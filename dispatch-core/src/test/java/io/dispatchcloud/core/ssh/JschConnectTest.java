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
import io.dispatchcloud.api.executor.ExecutorProvider;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JschConnectTest {
  private static final Command TRUE = Command.of("true");

  private final TestContext context = new TestContext();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private MinaServer server;

  @BeforeEach
  void start() throws Exception {
    server = new MinaServer();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    callers.shutdownNow();
  }

  @Test
  @DisplayName("SSH-1 the provider is found by its name")
  void isFound() {
    assertThat(ServiceLoader.load(ExecutorProvider.class))
        .extracting(ExecutorProvider::name)
        .contains("jsch");
  }

  @Test
  @DisplayName("SSH-2 an instance without an address is told apart")
  void noAddress() {
    try (Executor executor = context.open(TestTarget.nowhere())) {
      assertFails(executor, Reason.NO_ADDRESS);
      executor.setTarget(TestTarget.at(server.port()));
      assertThat(executor).satisfies(found -> assertThat(found.run(TRUE).succeeded()).isTrue());
    }
  }

  @Test
  @DisplayName("SSH-2 an address that is none is refused with what was expected")
  void badAddress() {
    try (Executor executor = context.open(TestTarget.at("a b"))) {
      assertThat(assertFails(executor, Reason.UNREACHABLE)).hasMessageContaining("'a b'");
    }
  }

  @Test
  @DisplayName("SSH-2 setTarget takes effect at the next connection, not before")
  void setTarget() throws Exception {
    try (MinaServer other = new MinaServer();
        Executor executor = context.open(TestTarget.at(server.port()))) {
      executor.run(TRUE);
      executor.setTarget(TestTarget.at(other.port()));
      executor.run(TRUE);
      assertThat(other.sessions).hasValue(0);

      server.close();
      await().ignoreExceptions().until(() -> executor.run(TRUE).succeeded());
      assertThat(other.sessions).hasValue(1);
    }
  }

  @Test
  @DisplayName("SSH-3 the host key is verified once, before any command, over its own connection")
  void verifiesOnce() throws Exception {
    TestTarget target =
        TestTarget.at(server.port())
            .judging(
                (key, connection) ->
                    connection.run(Command.of("echo proof")).stdout().text().equals("proof\n")
                        ? HostKeyVerdict.ACCEPTED
                        : HostKeyVerdict.REFUSED);
    try (Executor executor = context.open(target)) {
      executor.run(Command.of("true 1"));
      server.dropSessions();
      executor.run(Command.of("true 2"));
    }
    assertThat(server.lines).containsExactly("echo proof", "true 1", "true 2");
    assertThat(target.asked).hasSize(1);
    assertThat(server.sessions).hasValue(2);
  }

  @Test
  @DisplayName("SSH-3 a key that changed is asked about again, by whatever target is set then")
  void asksAgainOnChange() throws Exception {
    TestTarget first = TestTarget.at(server.port());
    try (MinaServer other = new MinaServer();
        Executor executor = context.open(first)) {
      executor.run(TRUE);
      TestTarget second = TestTarget.at(other.port());
      executor.setTarget(second);
      server.close();
      await().ignoreExceptions().until(() -> executor.run(TRUE).succeeded());

      assertThat(first.asked).hasSize(1);
      assertThat(second.asked).hasSize(1).doesNotContainAnyElementsOf(first.asked);
    }
  }

  @Test
  @DisplayName("SSH-3 a server with several keys shows the verified one again")
  void sameTypeAgain() throws Exception {
    KeyPair[] keys = {MinaServer.generate("RSA", 2048), MinaServer.generate("EC", 256)};
    try (MinaServer rsaOnly = new MinaServer(keys[0]);
        MinaServer all = new MinaServer(keys)) {
      TestTarget target = TestTarget.at(rsaOnly.port());
      TestTarget next = TestTarget.at(all.port());
      try (Executor executor = context.open(target)) {
        executor.run(TRUE);
        executor.setTarget(next);
        rsaOnly.stop();
        await().ignoreExceptions().until(() -> executor.run(TRUE).succeeded());
      }
      assertThat(target.asked).extracting(HostKey::algorithm).containsExactly("ssh-rsa");
      assertThat(next.asked).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = HostKeyVerdict.class,
      names = {"REFUSED", "NOT_IMPLEMENTED"})
  @DisplayName("SSH-3 a key that is not accepted ends the connection, and nothing is sent")
  void refusesKey(HostKeyVerdict verdict) throws Exception {
    TestTarget target = TestTarget.at(server.port()).judging((key, connection) -> verdict);
    try (Executor executor = context.open(target)) {
      assertFails(executor, Reason.HOST_KEY_REFUSED);
      assertFails(executor, Reason.HOST_KEY_REFUSED);
    }
    assertThat(target.asked).hasSize(2);
    assertThat(server.lines).isEmpty();
    await().untilAsserted(() -> assertThat(context.aliveThreads()).isZero());
  }

  @Test
  @DisplayName("SSH-3 a key that could not be judged is not trusted")
  void judgeFails() {
    TestTarget target =
        TestTarget.at(server.port())
            .judging(
                (key, connection) -> {
                  throw new IllegalStateException("judge is ill");
                });
    try (Executor executor = context.open(target)) {
      assertThat(assertFails(executor, Reason.HOST_KEY_REFUSED))
          .hasMessageContaining("judge is ill");
    }
    assertThat(server.lines).isEmpty();
  }

  @Test
  @DisplayName("SSH-5 all callers wait for one connection, and share its failure")
  void shareOneAttempt() throws Exception {
    CountDownLatch judging = new CountDownLatch(1);
    CountDownLatch judge = new CountDownLatch(1);
    TestTarget target =
        TestTarget.at(server.port())
            .judging(
                (key, connection) -> {
                  judging.countDown();
                  judge.await();
                  return HostKeyVerdict.REFUSED;
                });
    try (Executor executor = context.open(target)) {
      List<Future<CommandResult>> calls = new ArrayList<>();
      CountDownLatch called = new CountDownLatch(10);
      for (int i = 0; i < 10; i++) {
        calls.add(
            callers.submit(
                () -> {
                  called.countDown();
                  return executor.run(TRUE);
                }));
      }
      judging.await();
      called.await();
      // Those that came late ask anew, so the count is checked on what all shared.
      await().until(() -> waitingIn(Attempt.class) == 10);
      judge.countDown();
      for (Future<CommandResult> call : calls) {
        assertThat(call)
            .failsWithin(Duration.ofSeconds(10))
            .withThrowableThat()
            .havingCause()
            .isInstanceOf(ExecutorException.class);
      }
    }
    assertThat(target.asked).hasSize(1);
    assertThat(server.sessions).hasValue(1);
  }

  @Test
  @DisplayName("SSH-6 a refused connection is told at once")
  void connectionRefused() throws Exception {
    int port = server.port();
    server.close();
    try (Executor executor = context.open(TestTarget.at(port))) {
      assertThat(assertFails(executor, Reason.UNREACHABLE)).hasMessageContaining(":" + port);
    }
  }

  @Test
  @DisplayName("SSH-6 an unknown host name is told")
  void unknownHost() {
    try (Executor executor = context.open(TestTarget.at("nowhere.invalid"))) {
      assertFails(executor, Reason.UNREACHABLE);
    }
  }

  @Test
  @DisplayName("SSH-3 a refused login is told apart, and the host key is not asked about")
  void loginRefused() {
    server.authorize(PrivateKeys.publicKeyLine(PrivateKeys.generateEd25519()));
    TestTarget target = TestTarget.at(server.port()).as("somebody");
    try (Executor executor = context.open(target)) {
      assertThat(assertFails(executor, Reason.LOGIN_REFUSED)).hasMessageContaining("somebody");
    }
    assertThat(target.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SSH-2.0-Quitter\r\n"})
  @DisplayName("SSH-6 a connection reset in the handshake is told at once")
  void resetInHandshake(String banner) throws Exception {
    try (RawServer raw =
            new RawServer(
                socket -> {
                  socket.getOutputStream().write(banner.getBytes(UTF_8));
                  socket.setSoLinger(true, 0);
                  socket.close();
                });
        Executor executor = context.open(TestTarget.at(raw.port()))) {
      assertFails(executor, Reason.UNREACHABLE);
    }
  }

  @Test
  @Timeout(15)
  @DisplayName("SSH-6 a server that never says a word is given up at the connect limit")
  void silent() throws Exception {
    try (RawServer raw = new RawServer(socket -> {});
        Executor executor =
            context.open(
                TestContext.connectWithin(Duration.ofMillis(700)), TestTarget.at(raw.port()))) {
      assertFails(executor, Reason.UNREACHABLE);
    }
    await().untilAsserted(() -> assertThat(context.aliveThreads()).isZero());
  }

  @Test
  @Timeout(15)
  @DisplayName("SSH-6 a server that drips its banner is given up at the connect limit")
  void drips() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (RawServer raw =
            new RawServer(
                socket -> {
                  OutputStream out = socket.getOutputStream();
                  while (!over.await(50, TimeUnit.MILLISECONDS)) {
                    out.write("x\r\n".getBytes(UTF_8));
                    out.flush();
                  }
                });
        Executor executor =
            context.open(
                TestContext.connectWithin(Duration.ofMillis(700)), TestTarget.at(raw.port()))) {
      assertFails(executor, Reason.UNREACHABLE);
      await().untilAsserted(() -> assertThat(context.aliveThreads()).isZero());
    } finally {
      over.countDown();
    }
  }

  @Test
  @DisplayName("SSH-6 closing frees those that wait for a connection")
  void closesWhileConnecting() throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    try (RawServer raw = new RawServer(socket -> connected.countDown())) {
      Executor executor = context.open(TestTarget.at(raw.port()));
      Future<CommandResult> call = callers.submit(() -> executor.run(TRUE));
      connected.await();
      executor.close();

      assertThat(call)
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .havingCause()
          .isInstanceOfSatisfying(
              ExecutorException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
      assertFails(executor, Reason.CLOSED);
    }
    await().untilAsserted(() -> assertThat(context.aliveThreads()).isZero());
  }

  @Test
  @DisplayName("SSH-5 a failed attempt keeps the older connection that still works")
  void keepsTheOlder() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    server.on(
        "wait",
        call -> {
          running.countDown();
          go.await();
          call.exit().onExit(0);
        });
    try (Executor executor = context.open(TestTarget.at(server.port()))) {
      Future<CommandResult> first = callers.submit(() -> executor.run(Command.of("wait")));
      running.await();
      server.refuseChannels(true);
      executor.setTarget(TestTarget.at("127.0.0.1:1"));
      assertFails(executor, Reason.UNREACHABLE);
      server.refuseChannels(false);
      go.countDown();

      assertThat(first.get().succeeded()).isTrue();
      assertThat(executor.run(TRUE).succeeded()).isTrue();
      assertThat(server.sessions).hasValue(1);
    }
  }

  @Test
  @DisplayName("SSH-5 a connection that opens no channel is replaced once")
  void replacesOnce() throws Exception {
    try (Executor executor = context.open(TestTarget.at(server.port()))) {
      executor.run(TRUE);
      server.refuseChannels(true);
      assertFails(executor, Reason.NO_CHANNEL);
      assertThat(server.sessions).hasValue(2);
    }
  }

  @Test
  @DisplayName("SSH-5 a connection whose channels the server has lost is replaced, after a while")
  void replacesWhenSlotsAreLost() throws Exception {
    try (Executor executor = context.open(TestTarget.at(server.port()))) {
      executor.run(TRUE);
      server.maxChannels(0);
      List<Future<CommandResult>> calls = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        calls.add(callers.submit(() -> executor.run(TRUE)));
      }
      await().untilAsserted(() -> assertThat(server.sessions).hasValue(2));
      server.maxChannels(10);

      for (Future<CommandResult> call : calls) {
        assertThat(call.get().succeeded()).isTrue();
      }
      assertThat(server.sessions).hasValue(2);
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

  private static long waitingIn(Class<?> type) {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            frames ->
                Arrays.stream(frames)
                    .anyMatch(
                        frame ->
                            frame.getClassName().equals(type.getName())
                                && frame.getMethodName().equals("await")))
        .count();
  }

  /** Accepts connections and does with each what the test says, and nothing more. */
  private static final class RawServer implements AutoCloseable {
    /** What happens to a connection. */
    @FunctionalInterface
    interface Handler {
      void handle(Socket socket) throws Exception;
    }

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new ArrayList<>();

    RawServer(Handler handler) throws IOException {
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (true) {
                    Socket socket = listener.accept();
                    synchronized (sockets) {
                      sockets.add(socket);
                    }
                    handler.handle(socket);
                  }
                } catch (Exception e) {
                  // The test is over, or the client went.
                }
              },
              "raw server");
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      listener.close();
      synchronized (sockets) {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
    }
  }
}
