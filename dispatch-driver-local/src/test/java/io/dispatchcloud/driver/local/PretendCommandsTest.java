package io.dispatchcloud.driver.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.driver.local.Client.Result;
import io.dispatchcloud.driver.local.ssh.CommandChannel;
import io.dispatchcloud.driver.local.ssh.CommandEnd;
import io.dispatchcloud.driver.local.ssh.CommandHandler;
import io.dispatchcloud.driver.local.ssh.LoopbackServer;
import io.dispatchcloud.driver.local.ssh.LoopbackServers;
import io.dispatchcloud.driver.local.ssh.ServerKey;
import io.dispatchcloud.driver.local.ssh.ServerSettings;
import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The servers with a handler that runs no process at all. */
class PretendCommandsTest {
  private final LoopbackServers servers = new LoopbackServers("pretend");

  @AfterEach
  void end() {
    servers.close();
  }

  private LoopbackServer start(int port, CommandHandler handler) throws IOException {
    return servers.start(
        new ServerSettings(port, ServerKey.generate(), "user", Client.Key.ED25519.line(), handler));
  }

  private static Client connect(LoopbackServer server) throws Exception {
    return Client.connect("127.0.0.1:" + server.port(), "user", Client.Key.ED25519);
  }

  private static CommandEnd echo(CommandChannel channel) throws IOException {
    channel.stdout().write((channel.line() + "|").getBytes(UTF_8));
    channel.stdout().write(channel.stdin().readAllBytes());
    channel.stderr().write("warning".getBytes(UTF_8));
    return CommandEnd.exited(5);
  }

  @Test
  @DisplayName("STUB-2 a handler reads, writes and ends a command as it likes")
  void handler() throws Exception {
    try (Client client = connect(start(0, PretendCommandsTest::echo))) {
      Result result = client.run("some line", "input".getBytes(UTF_8));
      assertThat(result.text()).isEqualTo("some line|input");
      assertThat(result.stderr()).isEqualTo("warning");
      assertThat(result.status()).isEqualTo(5);
    }
  }

  @Test
  @DisplayName("SSH-8 a command that a signal ended says which")
  void signal() throws Exception {
    try (Client client = connect(start(0, channel -> CommandEnd.killed("TERM")))) {
      Result result = client.run("x");
      assertThat(result.signal()).isEqualTo("TERM");
      assertThat(result.status()).isEqualTo(-1);
    }
  }

  @Test
  @DisplayName("STUB-2 a handler that fails ends its command, not the connection")
  void failures() throws Exception {
    CommandHandler handler =
        channel -> {
          if (channel.line().equals("checked")) {
            throw new IOException("no such thing");
          }
          throw new IllegalStateException("a bug");
        };
    try (Client client = connect(start(0, handler))) {
      assertThat(client.run("checked").stderr()).isEqualTo("no such thing\n");
      Result bug = client.run("unchecked");
      assertThat(bug.stderr()).isEqualTo("a bug\n");
      assertThat(bug.status()).isEqualTo(126);
    }
  }

  @Test
  @DisplayName("STUB-2 a handler that blocks is interrupted when its client goes")
  void interrupted() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    AtomicBoolean told = new AtomicBoolean();
    AtomicBoolean interrupted = new AtomicBoolean();
    CommandHandler handler =
        channel -> {
          channel.onKill(() -> told.set(true));
          entered.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.set(true);
            throw e;
          }
          return CommandEnd.exited(0);
        };
    LoopbackServer server = start(0, handler);
    try (Client client = connect(server)) {
      client.start("x");
      entered.await();
    }
    await().untilTrue(interrupted);
    assertThat(told).isTrue();
  }

  @Test
  @DisplayName("LOCAL-1 a port that is taken is told as such, a stopped server frees its port")
  void ports() throws Exception {
    LoopbackServer first = start(0, PretendCommandsTest::echo);
    int port = first.port();
    assertThat(first).hasToString("SSH server on 127.0.0.1:" + port);
    assertThatThrownBy(() -> start(port, PretendCommandsTest::echo))
        .isInstanceOf(BindException.class);
    first.stop();
    first.stop();
    try (Client client = connect(start(port, PretendCommandsTest::echo))) {
      assertThat(client.run("x").text()).isEqualTo("x|");
    }
    servers.close();
    servers.close();
    assertThatThrownBy(() -> start(0, PretendCommandsTest::echo))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("closed");
  }

  @Test
  @DisplayName("LOCAL-1 a host key reads back, and shows only its public half")
  void keys() {
    ServerKey key = ServerKey.generate();
    ServerKey again = ServerKey.decode(key.encoded() + "\n");
    assertThat(again.publicKey()).isEqualTo(key.publicKey());
    assertThat(again.encoded()).isEqualTo(key.encoded());
    assertThat(key.toString()).startsWith("ssh-ed25519 SHA256:").doesNotContain(key.encoded());
    for (String wrong : new String[] {"", "AAAA", "no key"}) {
      assertThatThrownBy(() -> ServerKey.decode(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
