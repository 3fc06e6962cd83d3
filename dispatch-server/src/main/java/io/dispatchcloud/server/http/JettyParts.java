package io.dispatchcloud.server.http;

import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server's own parts, with limits on everything. */
final class JettyParts {
  // Each stream has one while it lasts.
  private static final int MOST_THREADS = Streams.MOST + 80;
  private static final int FEWEST_THREADS = 4;
  private static final int MOST_CONNECTIONS = 500;
  private static final int MOST_CONNECTIONS_EACH = 100;
  private static final int HEADERS = 16 << 10;
  private static final int BACKLOG = 50;

  private JettyParts() {}

  static Server server(Handler handler, ErrorHandler refusals) {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS);
    threads.setName("dispatch-http");
    threads.setDaemon(true);
    if (VirtualThreads.areSupported()) {
      threads.setVirtualThreadsExecutor(
          VirtualThreads.getNamedVirtualThreadsExecutor("dispatch-http-"));
    }
    Server server = new Server(threads);
    server.setHandler(handler);
    server.setErrorHandler(refusals);
    server.setStopTimeout(0);
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
    return server;
  }

  static ServerConnector connector(
      Server server, HttpSettings settings, Duration idle, Duration patience) throws IOException {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendXPoweredBy(false);
    configuration.setRequestHeaderSize(HEADERS);
    // Ids may have any character; what each part of a path is, is looked at here, not by Jetty.
    configuration.setUriCompliance(
        UriCompliance.DEFAULT.with(
            "dispatch",
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS));
    HttpConnectionFactory http = new HttpConnectionFactory(configuration);
    ServerConnector connector;
    if (settings.tls() == null) {
      connector = new ServerConnector(server, 1, 1, http);
    } else {
      configuration.addCustomizer(new SecureRequestCustomizer(false));
      connector =
          new ServerConnector(
              server,
              1,
              1,
              new SslConnectionFactory(Tls.of(settings.tls()), http.getProtocol()),
              http);
    }
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setAcceptQueueSize(BACKLOG);
    connector.setIdleTimeout(idle.toMillis());
    connector.addBean(
        new Guests(connector.getScheduler(), MOST_CONNECTIONS_EACH, patience, System::nanoTime));
    server.addConnector(connector);
    return connector;
  }
}
