package io.dispatchcloud.driver.local.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.apache.sshd.common.Factory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/**
 * An SSH server on a port of 127.0.0.1. It runs commands: no shell, no subsystem, no forwarding,
 * and a public key is the only way in. Made by {@link LoopbackServers}. Thread-safe.
 */
public final class LoopbackServer {
  private static final String LOOPBACK = "127.0.0.1";
  private static final byte[] ADDRESS = {127, 0, 0, 1};
  private static final long STOP_MILLIS = 10_000;

  private final ServerSettings settings;
  private final SshServer server;
  private final Consumer<LoopbackServer> onStop;

  LoopbackServer(
      ServerSettings settings,
      Executor workers,
      ScheduledExecutorService timer,
      IoServiceFactory io,
      Consumer<LoopbackServer> onStop)
      throws IOException {
    this.settings = settings;
    this.onStop = onStop;
    server = SshServer.setUpDefaultServer();
    server.setHost(LOOPBACK);
    server.setPort(settings.port());
    server.setIoServiceFactoryFactory(new Lender(io));
    server.setScheduledExecutorService(timer, false);
    server.setKeyPairProvider(KeyPairProvider.wrap(settings.key().keyPair()));
    server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
    server.setPublickeyAuthenticator(new AuthorizedKey(settings.user(), settings.authorizedKey()));
    server.setChannelFactories(List.of(ExecChannel.FACTORY));
    server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    server.setCommandFactory(
        (channel, line) -> new ServerCommand(line, settings.handler(), workers));
    setPatience(server);
  }

  /** Like sshd, it never drops a silent client; one that died is noticed by its closed socket. */
  private static void setPatience(SshServer server) {
    CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
    CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(server, Duration.ofDays(1));
    // Nothing to gain on a loopback interface, and clients get it wrong under load.
    CoreModuleProperties.REKEY_TIME_LIMIT.set(server, Duration.ZERO);
  }

  void listen() throws IOException {
    if (settings.port() != 0) {
      // Only to fail quietly: sshd logs a port that is taken as an error, with a stack trace.
      try (ServerSocket probe = new ServerSocket()) {
        probe.bind(new InetSocketAddress(InetAddress.getByAddress(ADDRESS), settings.port()));
      }
    }
    server.start();
  }

  /**
   * Where it listens.
   *
   * @return a port, never 0
   */
  public int port() {
    return server.getPort();
  }

  /**
   * Stops listening and closes all connections; commands that run are killed. A second call does
   * nothing.
   */
  public void stop() {
    onStop.accept(this);
    try {
      server.close(true).await(STOP_MILLIS);
    } catch (IOException e) {
      throw new IllegalStateException("the SSH server on port " + port() + " did not stop", e);
    }
  }

  @Override
  public String toString() {
    return "SSH server on " + LOOPBACK + ":" + port();
  }

  private record Lender(IoServiceFactory io) implements IoServiceFactoryFactory {
    @Override
    public IoServiceFactory create(FactoryManager manager) {
      return new BorrowedIo(io);
    }

    @Override
    public void setExecutorServiceFactory(Factory<CloseableExecutorService> factory) {
      throw new UnsupportedOperationException("the threads are shared");
    }
  }
}
