package io.dispatchcloud.core.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.command.Command;

/**
 * An SSH server in this process: runs real commands with /bin/sh, or what a test scripts for a
 * command line. Without a crypto provider beside Java's own it has no Ed25519.
 */
final class MinaServer implements AutoCloseable {
  /** What a command does instead of running in a shell; on a thread of its own. */
  @FunctionalInterface
  interface Script {
    void run(Call call) throws Exception;
  }

  /** One command on the server's side. */
  record Call(
      ChannelSession channel,
      InputStream stdin,
      OutputStream stdout,
      OutputStream stderr,
      ExitCallback exit) {
    void print(String text) throws IOException {
      stdout.write(text.getBytes(StandardCharsets.UTF_8));
      stdout.flush();
    }

    /** What a server sends for a command that a signal ended. */
    void exitBySignal(String signal) throws IOException {
      Session session = channel.getSession();
      Buffer buffer = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
      buffer.putUInt(channel.getRecipient());
      buffer.putString("exit-signal");
      buffer.putBoolean(false);
      buffer.putString(signal);
      buffer.putBoolean(false);
      buffer.putString("");
      buffer.putString("");
      channel.writePacket(buffer);
      channel.close(false);
    }

    /** What a server sends that closes a channel before all of the output was sent. */
    void exitWithoutEof(int status) throws IOException {
      Buffer buffer = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
      buffer.putUInt(channel.getRecipient());
      buffer.putString("exit-status");
      buffer.putBoolean(false);
      buffer.putUInt(status);
      channel.writePacket(buffer);
      buffer = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_CLOSE);
      buffer.putUInt(channel.getRecipient());
      channel.writePacket(buffer);
    }
  }

  /** The lines of all commands that came. */
  final List<String> lines = new CopyOnWriteArrayList<>();

  /** How many sessions were ever opened. */
  final AtomicInteger sessions = new AtomicInteger();

  /** How many channels are open, and how many were at most. */
  final AtomicInteger channels = new AtomicInteger();

  final AtomicInteger mostChannels = new AtomicInteger();

  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final AtomicInteger slots = new AtomicInteger();
  private volatile int limit = Integer.MAX_VALUE;
  private volatile int reasonCode = SshConstants.SSH_OPEN_CONNECT_FAILED;
  private final SshServer server = SshServer.setUpDefaultServer();

  MinaServer(KeyPair... hostKeys) throws IOException {
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(
        KeyPairProvider.wrap(
            hostKeys.length == 0 ? new KeyPair[] {generate("EC", 256)} : hostKeys));
    server.setPublickeyAuthenticator((user, key, session) -> true);
    server.setCommandFactory(
        (channel, line) -> {
          lines.add(line);
          return new Scripted(scripts.getOrDefault(line, call -> shell(call, line)));
        });
    server.setChannelFactories(
        List.of(
            new ChannelSessionFactory() {
              @Override
              public Channel createChannel(Session session) {
                return new LimitedChannel();
              }
            }));
    server.addSessionListener(
        new SessionListener() {
          @Override
          public void sessionCreated(Session session) {
            sessions.incrementAndGet();
          }
        });
    server.addChannelListener(
        new ChannelListener() {
          @Override
          public void channelOpenSuccess(Channel channel) {
            mostChannels.accumulateAndGet(channels.incrementAndGet(), Math::max);
          }

          @Override
          public void channelClosed(Channel channel, Throwable reason) {
            channels.decrementAndGet();
          }
        });
    server.start();
  }

  int port() {
    return server.getPort();
  }

  MinaServer on(String line, Script script) {
    scripts.put(line, script);
    return this;
  }

  MinaServer authorize(String publicKeyLine) {
    server.setPublickeyAuthenticator(
        (user, key, session) -> PublicKeyEntry.toString(key).equals(publicKeyLine));
    return this;
  }

  /** Lets a client send so much before the command has read any of it. */
  MinaServer window(long bytes) {
    CoreModuleProperties.WINDOW_SIZE.set(server, bytes);
    return this;
  }

  /** Opens so many channels at a time, and refuses more as OpenSSH does. */
  MinaServer maxChannels(int most) {
    limit = most;
    return this;
  }

  /** Refuses to open channels for a reason that is not a lack of room. */
  void refuseChannels(boolean refuse) {
    reasonCode = SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED;
    limit = refuse ? 0 : Integer.MAX_VALUE;
  }

  /** Drops all connections as a machine does that goes down, and takes no new ones. */
  void stop() throws IOException {
    server.stop(true);
  }

  @Override
  public void close() throws IOException {
    stop();
  }

  /** Drops the connections there are. */
  void dropSessions() {
    server.getActiveSessions().forEach(session -> session.close(true));
  }

  static KeyPair generate(String algorithm, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (size > 0) {
        generator.initialize(size);
      }
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void shell(Call call, String line) throws Exception {
    Process process = new ProcessBuilder("/bin/sh", "-c", line).start();
    Thread in = pump(call.stdin(), process.getOutputStream());
    Thread out = pump(process.getInputStream(), call.stdout());
    Thread err = pump(process.getErrorStream(), call.stderr());
    try {
      int status = process.waitFor();
      out.join();
      err.join();
      call.exit().onExit(status);
    } finally {
      process.destroyForcibly();
      in.interrupt();
    }
  }

  private static Thread pump(InputStream from, OutputStream to) {
    Thread thread =
        new Thread(
            () -> {
              try (to) {
                byte[] buffer = new byte[32 * 1024];
                for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                  to.write(buffer, 0, read);
                  to.flush();
                }
              } catch (IOException e) {
                // The other side has gone: so does this thread.
              }
            },
            "pump");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** A channel that opens only if there is room. */
  private final class LimitedChannel extends ChannelSession {
    @Override
    protected OpenFuture doInit(Buffer buffer) {
      if (slots.incrementAndGet() > limit) {
        slots.decrementAndGet();
        OpenFuture refused = new DefaultOpenFuture(this, this);
        refused.setException(new SshChannelOpenException(getChannelId(), reasonCode, "no room"));
        return refused;
      }
      addCloseFutureListener(closed -> slots.decrementAndGet());
      return super.doInit(buffer);
    }
  }

  /** Runs a script as the server's command. */
  private static final class Scripted implements Command {
    private final Script script;
    private InputStream stdin = InputStream.nullInputStream();
    private OutputStream stdout = OutputStream.nullOutputStream();
    private OutputStream stderr = OutputStream.nullOutputStream();
    private ExitCallback exit = (status, message, close) -> {};
    private Thread runner;

    Scripted(Script script) {
      this.script = script;
    }

    @Override
    public void setInputStream(InputStream in) {
      stdin = in;
    }

    @Override
    public void setOutputStream(OutputStream out) {
      stdout = out;
    }

    @Override
    public void setErrorStream(OutputStream err) {
      stderr = err;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
      exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
      runner =
          new Thread(
              () -> {
                try {
                  script.run(new Call(channel, stdin, stdout, stderr, exit));
                } catch (Exception e) {
                  exit.onExit(255, String.valueOf(e));
                }
              },
              "command");
      runner.setDaemon(true);
      runner.start();
    }

    @Override
    public void destroy(ChannelSession channel) {
      if (runner != null) {
        runner.interrupt();
      }
    }
  }
}
