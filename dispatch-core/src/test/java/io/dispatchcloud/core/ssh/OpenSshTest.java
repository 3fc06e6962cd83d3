package io.dispatchcloud.core.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.executor.Command;
import io.dispatchcloud.api.executor.CommandResult;
import io.dispatchcloud.api.executor.CommandResult.Exited;
import io.dispatchcloud.api.executor.CommandResult.Killed;
import io.dispatchcloud.api.executor.CommandResult.OutcomeUnknown;
import io.dispatchcloud.api.executor.Executor;
import io.dispatchcloud.api.executor.ExecutorException;
import io.dispatchcloud.api.executor.ExecutorException.Reason;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.HostKeyVerdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("system")
class OpenSshTest extends OpenSshFixture {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  @Test
  @DisplayName("SSH-1 runs a command with stdin, stdout, stderr and status")
  void runs() throws Exception {
    start(TestContext.LIMITS);

    assertThat(
            executor.run(
                Command.of("tr a-z A-Z; echo oops >&2; exit 3").withStdin("hello".getBytes(UTF_8))))
        .isInstanceOfSatisfying(
            Exited.class,
            exited -> {
              assertThat(exited.status()).isEqualTo(3);
              assertThat(exited.stdout().text()).isEqualTo("HELLO");
              assertThat(exited.stderr().text()).isEqualTo("oops\n");
            });
  }

  @Test
  @DisplayName("SSH-1 8 MB of any bytes go in and out at once and come back whole")
  void large() throws Exception {
    start(TestContext.LIMITS);
    byte[] bytes = new byte[8 << 20];
    new Random(7).nextBytes(bytes);

    CommandResult result = executor.run(Command.of("cat").withStdin(bytes));

    assertThat(result.succeeded()).isTrue();
    assertThat(result.stdout().bytes()).isEqualTo(bytes);
  }

  @Test
  @DisplayName("SSH-3 the host key is the server's, and asked about before any command")
  void hostKey() throws Exception {
    List<HostKey> seen = new ArrayList<>();
    start(TestContext.LIMITS);
    executor.setTarget(
        target()
            .judging(
                (shown, connection) -> {
                  seen.add(shown);
                  return HostKeyVerdict.ACCEPTED;
                }));
    executor.run(Command.of("true"));

    String line = Files.readString(folder.resolve("host.pub"), UTF_8);
    assertThat(seen).hasSize(1);
    assertThat(line)
        .startsWith("ssh-ed25519 " + Base64.getEncoder().encodeToString(seen.get(0).bytes()));
  }

  @Test
  @DisplayName("SSH-8 a shell that a signal ended is told as killed")
  void killed() throws Exception {
    start(TestContext.LIMITS);

    assertThat(executor.run(Command.of("echo partial; kill -9 $$")))
        .isInstanceOfSatisfying(
            Killed.class,
            killed -> {
              assertThat(killed.signal()).isEqualTo("KILL");
              assertThat(killed.stdout().text()).isEqualTo("partial\n");
            });
  }

  @Test
  @DisplayName("SSH-8 the server's process killed in mid-command: unknown at once, then anew")
  void serverKilled() throws Exception {
    start(TestContext.LIMITS);
    Future<CommandResult> running = startRunning();
    server.signalConnections("KILL");

    assertThat(running.get(10, TimeUnit.SECONDS)).isInstanceOf(OutcomeUnknown.class);
    assertThat(executor.run(Command.of("true")).succeeded()).isTrue();
  }

  @Test
  @DisplayName("SSH-6 a frozen server is found dead by keep-alive")
  void frozen() throws Exception {
    start(TestContext.keepAlive(SECOND));
    Future<CommandResult> running = startRunning();
    server.signalConnections("STOP");

    assertThat(running.get(20, TimeUnit.SECONDS)).isInstanceOf(OutcomeUnknown.class);
    assertThat(executor.run(Command.of("true")).succeeded()).isTrue();
  }

  @Test
  @DisplayName("SSH-6 a server that freezes while stdin is written: the command's bound ends it")
  void frozenInStdin() throws Exception {
    start(TestContext.LIMITS);
    Path started = folder.resolve("started");
    Future<CommandResult> writing =
        callers.submit(
            () ->
                executor.run(
                    Command.of("touch " + started + "; sleep 1000")
                        .withStdin(new byte[64 << 20])
                        .withTimeout(Duration.ofSeconds(4))));
    await().until(() -> Files.exists(started));
    server.signalConnections("STOP");

    assertThat(writing.get(20, TimeUnit.SECONDS)).isInstanceOf(OutcomeUnknown.class);
    // The frozen session may still look alive: what matters is that the next command is not lost.
    assertThat(executor.run(Command.of("true")).succeeded()).isTrue();
  }

  @Test
  @DisplayName("SSH-5 a server with MaxSessions 1 makes commands wait, and loses none")
  void maxSessions() throws Exception {
    start(TestContext.LIMITS, "MaxSessions 1");
    ManyCommands.run(executor, 40, 8);
  }

  @Test
  @DisplayName("SSH-3 a key that the server does not know is refused")
  void wrongKey() throws Exception {
    start(TestContext.LIMITS);
    try (Executor stranger =
        context.open(TestContext.LIMITS, PrivateKeys.generateEd25519(), target())) {
      assertThatExceptionOfType(ExecutorException.class)
          .isThrownBy(() -> stranger.run(Command.of("true")))
          .returns(Reason.LOGIN_REFUSED, ExecutorException::reason);
    }
  }

  @Test
  @DisplayName("SSH-6 a child left behind that holds stdout does not hold up its command")
  void backgroundChild() throws Exception {
    start(TestContext.LIMITS);

    assertThat(executor.run(Command.of("sleep 1000 & echo done; exit 5")))
        .isInstanceOfSatisfying(
            Exited.class,
            exited -> {
              assertThat(exited.status()).isEqualTo(5);
              assertThat(exited.stdout().text()).isEqualTo("done\n");
            });
    assertThat(executor.run(Command.of("true")).succeeded()).isTrue();
  }

  @Test
  @DisplayName("SSH-6 a child left behind does not hold up its command where there is one channel")
  void backgroundChildOnOnlyChannel() throws Exception {
    start(TestContext.LIMITS, "MaxSessions 1");

    assertThat(executor.run(Command.of("sleep 1000 & echo done")).stdout().text())
        .isEqualTo("done\n");
  }

  @Test
  @DisplayName("SSH-8 output on a slow way is whole, also when a child holds stdout open")
  void backgroundChildOnSlowWay() throws Exception {
    start(TestContext.LIMITS);
    try (RoughProxy proxy = new RoughProxy(server.port());
        Executor slow = context.open(TestContext.LIMITS, key, target(proxy.port()))) {
      slow.run(Command.of("true"));
      proxy.beSlow();

      CommandResult result = slow.run(Command.of("sleep 1000 & head -c 30000 /dev/zero"));
      assertThat(result.succeeded()).isTrue();
      assertThat(result.stdout().bytes()).hasSize(30_000);
    }
  }

  @Test
  @DisplayName("SSH-8 a killed command whose child holds its stdout is told as killed")
  void killedWithBackgroundChild() throws Exception {
    start(TestContext.LIMITS);

    assertThat(executor.run(Command.of("sleep 1000 & kill -9 $$"))).isInstanceOf(Killed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519, RFC4716",
    "rsa, RFC4716",
    "rsa, PEM",
    "rsa, PKCS8",
    "ecdsa, RFC4716",
    "ecdsa, PEM",
    "ecdsa, PKCS8"
  })
  @DisplayName("SSH-3 logs in with each form of key that ssh-keygen writes")
  void keyForms(String type, String form) throws Exception {
    Path file = folder.resolve("user");
    OpenSshServer.keygen("-t", type, "-m", form, "-C", "", "-f", file.toString());
    Secret made = Secret.of(Files.readString(file, UTF_8));
    String line = Files.readString(folder.resolve("user.pub"), UTF_8).strip();

    assertThat(PrivateKeys.publicKeyLine(made)).isEqualTo(line);
    assertLogsIn(made, line);
  }

  @Test
  @DisplayName("SSH-3 logs in with an Ed25519 key in PKCS#8 form")
  void ed25519InPkcs8() throws Exception {
    byte[] der = MinaServer.generate("Ed25519", 0).getPrivate().getEncoded();
    Secret made =
        Secret.of(
            "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getEncoder().encodeToString(der)
                + "\n-----END PRIVATE KEY-----\n");
    assertLogsIn(made, PrivateKeys.publicKeyLine(made));
  }

  private void assertLogsIn(Secret privateKey, String publicKeyLine) throws Exception {
    server = new OpenSshServer(folder, List.of(publicKeyLine));
    await().until(server::answers);
    try (Executor other = context.open(TestContext.LIMITS, privateKey, target())) {
      assertThat(other.run(Command.of("true")).succeeded()).isTrue();
    }
  }

  private Future<CommandResult> startRunning() {
    Path started = folder.resolve("started");
    Future<CommandResult> running =
        callers.submit(() -> executor.run(Command.of("touch " + started + "; sleep 1000")));
    await().until(() -> Files.exists(started));
    return running;
  }
}
