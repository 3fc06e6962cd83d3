package io.dispatchcloud.driver.local;

import static org.awaitility.Awaitility.await;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.Session;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.executor.HostKey;
import io.dispatchcloud.api.executor.Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** An SSH connection to an instance, by the client that the dispatcher uses. */
final class Client implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Session session;

  private Client(Session session) {
    this.session = session;
  }

  /** A key to log in with. */
  record Key(String secret, String line) {
    static final Key ED25519 = generate(KeyPair.ED25519, 256);

    static Key generate(int type, int size) {
      try {
        KeyPair pair = KeyPair.genKeyPair(new JSch(), type, size);
        ByteArrayOutputStream secret = new ByteArrayOutputStream();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        pair.writeOpenSSHv1PrivateKey(secret, null);
        pair.writePublicKey(line, "test");
        return new Key(
            secret.toString(StandardCharsets.US_ASCII),
            line.toString(StandardCharsets.US_ASCII).strip());
      } catch (JSchException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** How a command ended: a status of -1 if a signal ended it, or nobody said. */
  record Result(int status, String signal, Output stdout, String stderr) {
    String text() {
      return stdout.text();
    }
  }

  static Client connect(Instance instance) throws JSchException {
    return connect(instance, instance.remoteUser(), Key.ED25519);
  }

  static Client connect(Instance instance, String user, Key key) throws JSchException {
    return connect(instance.address().orElseThrow(), user, key);
  }

  static Client connect(String address, String user, Key key) throws JSchException {
    JSch jsch = new JSch();
    jsch.addIdentity("test", key.secret().getBytes(StandardCharsets.US_ASCII), null, null);
    return new Client(open(jsch, address, user, "publickey", ""));
  }

  static Client connectByPassword(Instance instance) throws JSchException {
    return new Client(
        open(
            new JSch(),
            instance.address().orElseThrow(),
            instance.remoteUser(),
            "password,keyboard-interactive",
            "secret"));
  }

  private static Session open(JSch jsch, String where, String user, String methods, String password)
      throws JSchException {
    String[] address = where.split(":", 2);
    Session session = jsch.getSession(user, address[0], Integer.parseInt(address[1]));
    session.setConfig("StrictHostKeyChecking", "no");
    session.setConfig("PreferredAuthentications", methods);
    session.setPassword(password.getBytes(StandardCharsets.US_ASCII));
    session.setDaemonThread(true);
    session.connect(20_000);
    return session;
  }

  Session session() {
    return session;
  }

  HostKey hostKey() {
    byte[] bytes = Base64.getDecoder().decode(session.getHostKey().getKey());
    return new HostKey(session.getHostKey().getType(), bytes);
  }

  Result run(String line) throws JSchException, IOException {
    return run(line, new byte[0]);
  }

  Result run(String line, byte[] stdin) throws JSchException, IOException {
    Running running = start(line);
    running.send(stdin);
    return running.result();
  }

  Running start(String line) throws JSchException, IOException {
    return new Running(line);
  }

  /** A command whose input is still open. */
  final class Running {
    private final ChannelExec channel = (ChannelExec) openExec();
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final OutputStream stdin;

    private Running(String line) throws JSchException, IOException {
      channel.setCommand(line);
      channel.setOutputStream(stdout);
      channel.setErrStream(stderr);
      stdin = channel.getOutputStream();
      channel.connect();
    }

    private Object openExec() throws JSchException {
      return session.openChannel("exec");
    }

    /** Sends all there is to send; a command that reads no more is no error. */
    void send(byte[] bytes) {
      try (OutputStream all = stdin) {
        all.write(bytes);
      } catch (IOException e) {
        return;
      }
    }

    void kill() throws Exception {
      channel.sendSignal("KILL");
    }

    void abandon() {
      channel.disconnect();
    }

    boolean isOver() {
      return channel.isClosed();
    }

    Result result() {
      await().atMost(LIMIT).pollInterval(Duration.ofMillis(2)).until(this::isOver);
      Result result =
          new Result(
              channel.getExitStatus(),
              channel.getExitSignal() == null ? "" : channel.getExitSignal().toString(),
              new Output(stdout.toByteArray(), 0),
              stderr.toString(StandardCharsets.UTF_8));
      channel.disconnect();
      return result;
    }
  }

  @Override
  public void close() {
    session.disconnect();
  }
}
