package io.dispatchcloud.core.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.hostbased.UserAuthHostBasedFactory;
import org.apache.sshd.server.auth.keyboard.DefaultKeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.channel.ChannelSessionFactory;

/**
 * An SSH server in this process: runs real commands with /bin/sh, or what a test scripts for a
 * command line. Without a crypto provider beside Java's own it has no Ed25519.
 */
final class MinaServer implements AutoCloseable {
  /** The lines of all commands that came. */
  final List<String> lines = new CopyOnWriteArrayList<>();

  /** How many sessions were ever opened. */
  final AtomicInteger sessions = new AtomicInteger();

  /** How often keys were agreed on, in all sessions. */
  final AtomicInteger keyExchanges = new AtomicInteger();

  /** How many channels are open, and how many were at most. */
  final AtomicInteger channels = new AtomicInteger();

  final AtomicInteger mostChannels = new AtomicInteger();

  /** The ways to log in, other than by a key, that a client tried. */
  final List<String> tried = new CopyOnWriteArrayList<>();

  private final Map<String, ScriptedCommand.Script> scripts = new ConcurrentHashMap<>();
  private final AtomicInteger slots = new AtomicInteger();
  private volatile int limit = Integer.MAX_VALUE;
  private volatile int reasonCode = SshConstants.SSH_OPEN_CONNECT_FAILED;
  private final Queue<Runnable> heldBack = new ArrayDeque<>();
  private final CountDownLatch heldBackOne = new CountDownLatch(1);
  private boolean holdBack;
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
          return new ScriptedCommand(scripts.getOrDefault(line, call -> shell(call, line)));
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

          @Override
          public void sessionEvent(Session session, Event event) {
            if (event == Event.KeyEstablished) {
              keyExchanges.incrementAndGet();
            }
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

  MinaServer on(String line, ScriptedCommand.Script script) {
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

  /** Has later connections see other host keys. */
  void hostKeys(KeyPair... keys) {
    server.setKeyPairProvider(KeyPairProvider.wrap(keys));
  }

  /** Makes new session keys after each so many bytes. */
  MinaServer rekeyAfter(long bytes) {
    CoreModuleProperties.REKEY_BYTES_LIMIT.set(server, bytes);
    return this;
  }

  /** Knows nothing newer than SHA-1. */
  MinaServer onlyOldAlgorithms() {
    server.setKeyExchangeFactories(
        List.of(
            ServerBuilder.DH2KEX.apply(
                Objects.requireNonNull(
                    BuiltinDHFactories.fromFactoryName("diffie-hellman-group14-sha1")))));
    return this;
  }

  /** Takes any password and any answer, but no key; remembers who tried. */
  MinaServer passwordsOnly() {
    server.setPublickeyAuthenticator(null);
    server.setPasswordAuthenticator(
        (user, password, session) -> tried.add("password") || password.isEmpty());
    server.setKeyboardInteractiveAuthenticator(DefaultKeyboardInteractiveAuthenticator.INSTANCE);
    server.setHostBasedAuthenticator(
        (session, user, key, host, remote, certificates) -> tried.add("hostbased"));
    server.setUserAuthFactories(
        List.of(
            UserAuthPasswordFactory.INSTANCE,
            UserAuthKeyboardInteractiveFactory.INSTANCE,
            UserAuthHostBasedFactory.INSTANCE));
    return this;
  }

  /** Neither opens nor refuses channels, until it is told otherwise. */
  void holdBackAnswers(boolean hold) {
    Queue<Runnable> held = new ArrayDeque<>();
    synchronized (heldBack) {
      holdBack = hold;
      if (!hold) {
        held.addAll(heldBack);
        heldBack.clear();
      }
    }
    held.forEach(Runnable::run);
  }

  /** Waits until the answer to a request to open a channel is being held back. */
  void awaitHeldBack() throws InterruptedException {
    heldBackOne.await();
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

  private static void shell(ScriptedCommand.Call call, String line) throws Exception {
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
      synchronized (heldBack) {
        if (!holdBack) {
          return super.doInit(buffer);
        }
        OpenFuture later = new DefaultOpenFuture(this, this);
        heldBack.add(
            () -> {
              super.doInit(buffer);
              later.setOpened();
            });
        heldBackOne.countDown();
        return later;
      }
    }
  }
}
