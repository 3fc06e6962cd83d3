package io.dispatchcloud.server.http;

import io.dispatchcloud.core.Management;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the management interface over HTTP: the API under {@code /api/v1}, its streams, metrics,
 * health, and the page. Thread-safe.
 */
public final class ManagementServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
  private static final Duration GOODBYE = Duration.ofMillis(500);

  private final HttpSettings settings;
  private final CurrentManagement current;
  private final Streams streams;
  private final Server server;
  private final ServerConnector connector;
  private final Consumer<Optional<Management>> follower;

  /** Made by its builder; nothing listens yet. */
  ManagementServer(
      HttpSettings settings,
      CurrentManagement current,
      EventRing events,
      Streams streams,
      Server server,
      ServerConnector connector) {
    this.settings = settings;
    this.current = current;
    this.streams = streams;
    this.server = server;
    this.connector = connector;
    this.follower = events::follow;
  }

  /**
   * Begins to put one together.
   *
   * @param settings where it is reached, and by whom
   * @param current the dispatcher that it shows
   * @return a builder for the rest
   */
  public static ManagementServerBuilder builder(HttpSettings settings, CurrentManagement current) {
    return new ManagementServerBuilder(settings, current);
  }

  /**
   * Begins to listen.
   *
   * @throws IOException if it can't: the address is taken, or is not this machine's; says so
   */
  public void start() throws IOException {
    try {
      connector.open();
      server.start();
    } catch (Exception e) {
      close();
      throw new IOException(
          "'"
              + address()
              + "'; expected an address of this machine and a port that is free: "
              + e.getMessage(),
          e);
    }
    current.watch(follower);
    LOG.atInfo().addKeyValue("address", uri()).log("the management interface is there");
    if (settings.token() == null) {
      LOG.warn(
          "the management interface has no token, so that nobody can use it: set http.token in the"
              + " file, or DISPATCH_MANAGEMENT_TOKEN in the environment");
    }
  }

  private String address() {
    String host = settings.host();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + settings.port();
  }

  /**
   * The port that it listens on.
   *
   * @return the port; not positive unless it listens
   */
  public int port() {
    return connector.getLocalPort();
  }

  /**
   * Where it is reached from this machine.
   *
   * @return its address, without a path
   */
  public URI uri() {
    String host = settings.host();
    String bracketed = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return URI.create(
        (settings.tls() == null ? "http" : "https") + "://" + bracketed + ":" + port());
  }

  /** Says goodbye to those who read streams, and lets go of everything; leaves no thread. */
  @Override
  public void close() {
    current.unwatch(follower);
    follower.accept(Optional.empty());
    try {
      streams.close(GOODBYE);
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.atWarn().setCause(e).log("the management interface did not stop as it should");
    } finally {
      server.destroy();
    }
  }
}
